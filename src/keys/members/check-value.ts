import { fieldsOf, isJsonObject, type Json, type JsonObject } from "../../kinds/json.ts";
import { type KeyDescription, parseKeyDescription } from "./secret-storage.ts";

/** What tells a member's key, as one public document: no ciphertext, and nothing that opens anything. */
export interface CheckValue {
  readonly user: string;
  /** When it was read, as an ISO time: a key that was changed later has another one. */
  readonly taken: string;
  /** The key that clients use; null where recovery is not set up, or was reset and not set up again. */
  readonly defaultKey: string | null;
  /** Every description that the account still has: earlier keys too. */
  readonly keys: readonly KeyDescription[];
  /** The names of the secrets that the default key opens. */
  readonly opens: readonly string[];
}

const keyPrefix = "m.secret_storage.key.";
const secretNames = [
  "m.cross_signing.master",
  "m.cross_signing.self_signing",
  "m.cross_signing.user_signing",
  "m.megolm_backup.v1",
] as const;

/** Takes it from an account's global data, type by type. Of secrets, only the names of the keys that open them are read. */
export function checkValueIn(user: string, taken: string, data: Readonly<Record<string, unknown>>): CheckValue {
  const named = fieldsOf(data["m.secret_storage.default_key"]).key;
  const defaultKey = typeof named === "string" && isDescribed(data[`${keyPrefix}${named}`]) ? named : null;
  const keys = Object.entries(data)
    .filter(([type, content]) => type.startsWith(keyPrefix) && isDescribed(content))
    .map(([type, content]) => parseKeyDescription(type.slice(keyPrefix.length), content));
  const opens = secretNames.filter((name) => defaultKey !== null && isEncryptedFor(defaultKey, data[name]));
  return { user, taken, defaultKey, keys, opens };
}

/** A key that was removed leaves an empty content. */
function isDescribed(content: unknown): boolean {
  return typeof fieldsOf(content).algorithm === "string";
}

function isEncryptedFor(key: string, secret: unknown): boolean {
  return Object.hasOwn(fieldsOf(fieldsOf(secret).encrypted), key);
}

/** Writes it as a file to hand out. */
export function checkValueText({ keys, ...about }: CheckValue): string {
  const described = Object.fromEntries(keys.map((key) => [key.id, written(key)]));
  return `${JSON.stringify({ version: 1, ...about, keys: described }, null, 2)}\n`;
}

function written({ name, algorithm, check, passphrase }: KeyDescription): JsonObject {
  const derivation: JsonObject = passphrase === null ? {} : { passphrase: { ...passphrase } };
  return { algorithm, ...(name === null ? {} : { name }), ...check, ...derivation };
}

/** Reads such a file; null where it is none. */
export function parseCheckValue(document: Json): CheckValue | null {
  if (!isJsonObject(document) || document.version !== 1 || !isJsonObject(document.keys)) return null;
  const { user, taken, defaultKey, opens } = document;
  if (typeof user !== "string" || typeof taken !== "string") return null;
  if (defaultKey !== null && (typeof defaultKey !== "string" || !Object.hasOwn(document.keys, defaultKey))) return null;
  const keys = Object.entries(document.keys).map(([id, content]) => parseKeyDescription(id, content));
  const names = Array.isArray(opens) ? secretNames.filter((name) => opens.includes(name)) : [];
  return { user, taken, defaultKey, keys, opens: names };
}
