import * as pulumi from "@pulumi/pulumi";
import { readBesideStackFile } from "../src/io/machine/program-files.ts";
import type { MasterKey } from "../src/keys/master-key.ts";
import { type ServerSecrets, serverSecrets } from "../src/keys/secrets.ts";
import { Secret } from "../src/kinds/secret.ts";
import type { IssuedSecrets } from "../src/render/secrets.ts";
import { carriedPepperKey, type IssuedSecret, issuedSecrets } from "../src/settings/issued-secrets.ts";
import type { Settings } from "../src/settings/settings.ts";
import { missingSecret } from "./declare-dns.ts";

type Configured = Readonly<Record<string, string>>;

/** What others issued and this server's services read. `configured` are Pulumi's settings, with their namespaces. */
export function readIssuedSecrets(
  settings: Settings,
  configured: Configured,
  master: MasterKey,
  table: readonly IssuedSecret[] = issuedSecrets,
): IssuedSecrets {
  const { tls } = settings;
  return {
    certificateKey: tls.mode === "files" ? new Secret(readBesideStackFile(tls.keyFile)) : null,
    files: table.flatMap((secret) => {
      const { file } = secret;
      if (file === null || !file.isWanted(settings)) return [];
      const text = readIssued(secret, configured);
      return [{ service: file.service, path: file.path, text, mark: master.markOf(text) }];
    }),
  };
}

/** What follows from the master key, with the password pepper of an earlier one where the settings carry it over. */
export function readServerSecrets({ epochs }: Settings, configured: Configured, master: MasterKey): ServerSecrets {
  const pepper = configured[`chatkeep:${carriedPepperKey}`];
  return serverSecrets(master, epochs, pepper === undefined ? null : new Secret(pepper));
}

function readIssued({ key, problemIn }: IssuedSecret, configured: Configured): Secret {
  const written = configured[`chatkeep:${key}`];
  if (written === undefined) throw missingSecret(key, pulumi.getStack());
  const problem = problemIn(written);
  if (problem === null) return new Secret(written);
  throw new pulumi.RunError(`chatkeep:${key}: ${problem}. Set it:  pulumi config set --secret chatkeep:${key}`);
}
