import type { X509Certificate } from "node:crypto";
import { resolve } from "node:path";
import { type Problem, SettingsError } from "../../errors.ts";
import { elementWebName } from "../../plan/services/element-web.ts";
import { type Chain, orderFlaw, ownIn, readCertificateFile } from "../../settings/certificate/certificate-file.ts";
import { readKeyFile } from "../../settings/certificate/key-file.ts";
import { servedNames } from "../../settings/names/served-names.ts";
import type { Settings, TlsSettings } from "../../settings/settings.ts";
import type { SettingsSource } from "../../settings/yaml/settings-source.ts";
import type { Session } from "../session.ts";

type OwnFiles = Extract<TlsSettings, { mode: "files" }>;

/** Checks the operator's certificate files before they are used: that they exist, belong together, contain all served names and are valid now. */
export async function readOwnCertificate(
  { files, paths, clock }: Pick<Session, "files" | "paths" | "clock">,
  settings: Settings,
  { certificateFile, keyFile }: OwnFiles,
  source: SettingsSource,
): Promise<void> {
  const at =
    (key: "certificateFile" | "keyFile") =>
    (found: string, write: string): Problem => {
      return { file: source.file, line: source.locate(["tls", key]), key: `chatkeep:tls.${key}`, found, write };
    };
  const read = (path: string) => files.read(resolve(paths.stackFolder, path));
  const [certificate, key] = await Promise.all([read(certificateFile), read(keyFile)]);
  const chain = chainOf(certificate, certificateFile, at("certificateFile"));
  const hosts = namesOf(settings);
  const own = "own" in chain ? ownIn(chain.own, hosts) : null;
  const wanted = { path: certificateFile, hosts, now: clock.now() };
  const problems = [
    ...("own" in chain ? certificateProblems(chain.own, wanted, at("certificateFile")) : [chain.problem]),
    ...keyProblems(own, key, keyFile, at("keyFile")),
  ];
  if (problems.length > 0) throw new SettingsError(problems);
}

/** All that the certificate has to name. */
function namesOf(settings: Settings): readonly string[] {
  const elementWeb = elementWebName(settings);
  return elementWeb === null ? servedNames(settings) : [...servedNames(settings), elementWeb];
}

type Complain = (found: string, write: string) => Problem;

/** The certificates in their file, or what that is instead. */
function chainOf(
  text: string | null,
  path: string,
  complain: Complain,
): { readonly own: Chain } | { readonly problem: Problem } {
  if (text === null)
    return { problem: complain(`there is no file ${path}`, "Put the certificate chain into this file, as PEM.") };
  const read = readCertificateFile(text, path);
  return "found" in read ? { problem: complain(read.found, read.write) } : { own: read };
}

interface Wanted {
  readonly path: string;
  readonly hosts: readonly string[];
  readonly now: Date;
}

function certificateProblems(chain: Chain, { path, hosts, now }: Wanted, complain: Complain): readonly Problem[] {
  const own = ownIn(chain, hosts);
  const order = orderFlaw(chain, own, path);
  const unnamed = hosts.filter((host) => own.checkHost(host) === undefined);
  const over = own.validToDate < now;
  return [
    ...(order === null ? [] : [complain(order.found, order.write)]),
    ...unnamed.map((host) =>
      complain(`the certificate does not name ${host}`, `Get a certificate for ${hosts.join(" and ")}.`),
    ),
    ...(over ? [complain(`the certificate expired on ${own.validTo}`, "Renew it.")] : []),
  ];
}

function keyProblems(
  certificate: X509Certificate | null,
  text: string | null,
  path: string,
  complain: Complain,
): readonly Problem[] {
  if (text === null)
    return [complain(`there is no file ${path}`, "Put the certificate's private key into this file, as PEM.")];
  const key = readKeyFile(text, path);
  if ("found" in key) return [complain(key.found, key.write)];
  if (certificate === null || certificate.checkPrivateKey(key)) return [];
  return [complain(`${path} is not the key of that certificate`, "Replace it with the key of the certificate.")];
}
