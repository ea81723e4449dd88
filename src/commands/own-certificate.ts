import { createPrivateKey, X509Certificate } from "node:crypto";
import { resolve } from "node:path";
import { type Problem, SpecError } from "../errors.ts";
import { elementWebName } from "../plan/element-web.ts";
import { servedNames } from "../spec/served-names.ts";
import type { SettingsSource } from "../spec/settings-source.ts";
import type { Spec, TlsSpec } from "../spec/spec.ts";
import type { Session } from "./session.ts";

type OwnFiles = Extract<TlsSpec, { mode: "files" }>;

/** Looks at certificate files of the operator's own before anything is made with them: that they are there, belong together, name all that is served and are in date. */
export async function readOwnCertificate(
  { files, paths, clock }: Pick<Session, "files" | "paths" | "clock">,
  spec: Spec,
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
  const problems = [
    ...certificateProblems(certificate, certificateFile, namesOf(spec), clock.now(), at("certificateFile")),
    ...keyProblems(certificate, key, keyFile, at("keyFile")),
  ];
  if (problems.length > 0) throw new SpecError(problems);
}

/** All that the certificate has to name. */
function namesOf(spec: Spec): readonly string[] {
  const elementWeb = elementWebName(spec);
  return elementWeb === null ? servedNames(spec) : [...servedNames(spec), elementWeb];
}

type Complain = (found: string, write: string) => Problem;

function certificateProblems(
  pem: string | null,
  path: string,
  hosts: readonly string[],
  now: Date,
  complain: Complain,
): readonly Problem[] {
  if (pem === null) return [complain(`there is no file ${path}`, "Put the certificate chain there, as PEM.")];
  const certificate = readCertificate(pem);
  if (certificate === null)
    return [complain(`${path} is no PEM certificate`, "Put the chain there, the server's own first.")];
  const unnamed = hosts.filter((host) => certificate.checkHost(host) === undefined);
  const over = certificate.validToDate < now;
  return [
    ...unnamed.map((host) => complain(`the certificate does not name ${host}`, `Get one for ${hosts.join(" and ")}.`)),
    ...(over ? [complain(`the certificate ended on ${certificate.validTo}`, "Renew it.")] : []),
  ];
}

function keyProblems(pem: string | null, key: string | null, path: string, complain: Complain): readonly Problem[] {
  if (key === null) return [complain(`there is no file ${path}`, "Put the certificate's private key there, as PEM.")];
  const certificate = pem === null ? null : readCertificate(pem);
  if (certificate === null) return [];
  try {
    if (certificate.checkPrivateKey(createPrivateKey(key))) return [];
    return [complain(`${path} is not the key of that certificate`, "Put the key there that belongs to it.")];
  } catch {
    return [complain(`${path} is no readable private key`, "Put it there as PEM, without a passphrase.")];
  }
}

function readCertificate(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem);
  } catch {
    return null;
  }
}
