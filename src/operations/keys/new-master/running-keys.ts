import { type PublicSigningKey, parseSigningKey } from "../../../keys/signing-key.ts";
import { Secret } from "../../../kinds/secret.ts";

/** What a running server's own files say of its identity: what must not be lost with its master key. */
export interface RunningKeys {
  readonly pepper: Secret;
  readonly signingKey: PublicSigningKey;
  /** With this token the running process proves that the files are its own. */
  readonly operatorToken: Secret;
}

/** The texts of Synapse's secret files; null for one that is not there. */
export interface SynapseFiles {
  readonly "secret.yaml": string | null;
  readonly "operator.yaml": string | null;
  readonly "signing.key": string | null;
}

/** Reads them; null where one is missing or says something else. */
export function runningKeysIn(files: SynapseFiles): RunningKeys | null {
  const pepper = valueIn(files["secret.yaml"], "pepper");
  const operatorToken = valueIn(files["operator.yaml"], "as_token");
  const signingKey = parseSigningKey(files["signing.key"] ?? "");
  if (pepper === null || operatorToken === null || signingKey === null) return null;
  return { pepper, signingKey, operatorToken };
}

/** The value of a key in YAML as we write it (templates/synapse): on one line, of the letters of base64url, perhaps quoted. */
function valueIn(text: string | null, key: string): Secret | null {
  const found = new RegExp(`^ *${key}: *(["']?)([\\w-]+)\\1 *$`, "m").exec(text ?? "")?.[2];
  return found === undefined ? null : new Secret(found);
}
