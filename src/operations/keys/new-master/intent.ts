import { StackError } from "../../../errors.ts";
import { type MasterKey, parseMasterKey } from "../../../keys/master-key.ts";
import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import { Secret } from "../../../kinds/secret.ts";
import type { RetiredKey } from "../rotation/retired-keys.ts";

/**
 * A master key that takes another one's place: all that is needed to finish it, wherever a run was killed. Kept in a file that only its
 * owner reads, from before the first change until the server runs with the new key.
 */
export interface NewMasterIntent {
  readonly master: MasterKey;
  /** The `encryptionsalt` that goes with it: state and stack file get the same one. */
  readonly salt: string;
  /** The passphrase of the earlier key; null where it is lost, and the running server was read instead. */
  readonly from: Secret | null;
  readonly pepper: Secret;
  readonly retire: RetiredKey;
  /** Issued secrets that were read from the running server, by setting; none where the earlier passphrase opens them. */
  readonly issued: Readonly<Record<string, Secret>>;
}

/** Writes an intent down. It holds secrets. */
export function intentText({ master, salt, from, pepper, retire, issued }: NewMasterIntent): Secret {
  const written = {
    version: 1,
    key: master.text().reveal(),
    salt,
    from: from?.reveal() ?? null,
    pepper: pepper.reveal(),
    retire,
    issued: Object.fromEntries(Object.entries(issued).map(([key, secret]) => [key, secret.reveal()])),
  };
  return new Secret(JSON.stringify(written));
}

/** Reads it back. */
export function parseIntent(text: string, path: string): NewMasterIntent {
  const { version, key, salt, from, pepper, retire, issued } = fieldsOf(parseJson(text));
  const master = parseMasterKey(String(key));
  const { keyId, publicKey, expired } = fieldsOf(retire);
  if (version !== 1 || master === null || typeof salt !== "string" || typeof pepper !== "string")
    throw unreadable(path);
  const secrets = Object.entries(fieldsOf(issued)).map(([name, secret]) => [name, new Secret(String(secret))] as const);
  return {
    master,
    salt,
    from: typeof from === "string" ? new Secret(from) : null,
    pepper: new Secret(pepper),
    retire: { keyId: String(keyId), publicKey: String(publicKey), expired: Number(expired) },
    issued: Object.fromEntries(secrets),
  };
}

function unreadable(path: string): StackError {
  return new StackError(`${path} does not hold a new master key`, {
    next: "Nothing was changed by it if the file was damaged by hand. Restore it; if the stack still runs with its earlier key, delete it.",
  });
}
