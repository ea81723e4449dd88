import type { CheckValue } from "../../../keys/members/check-value.ts";
import { looksLikeRecoveryKey, parseRecoveryKey, type RecoveryKeyFault } from "../../../keys/members/recovery-key.ts";
import { type Fit, fits, type KeyDescription, keyFromPassphrase } from "../../../keys/members/secret-storage.ts";

/** What a member typed, once it is sure not to be mistyped. */
export type TypedKey =
  | { readonly kind: "key"; readonly bytes: Uint8Array }
  | { readonly kind: "passphrase"; readonly text: string };

/** What a typed key is for an account. */
export type KeyVerdict =
  | { readonly kind: "right"; readonly key: string; readonly opens: readonly string[] }
  /** Another key of the account, which clients no longer use. */
  | { readonly kind: "earlier"; readonly key: string; readonly defaultKey: string }
  | { readonly kind: "wrong"; readonly defaultKey: string }
  | { readonly kind: "not set up" }
  /** The account's description of its key does not let anyone tell. */
  | { readonly kind: "cannot be told"; readonly defaultKey: string };

/** The key that clients use; null where recovery is not set up. */
export function defaultKeyOf({ defaultKey, keys }: CheckValue): KeyDescription | null {
  return keys.find(({ id }) => id === defaultKey) ?? null;
}

/** Reads what was typed: a recovery key, or a passphrase where the account has one; else what is mistyped. */
export function readTypedKey(text: string, { passphrase }: KeyDescription): TypedKey | readonly RecoveryKeyFault[] {
  const found = parseRecoveryKey(text);
  if (found instanceof Uint8Array) return { kind: "key", bytes: found };
  if (passphrase === null || text === "" || looksLikeRecoveryKey(text)) return found;
  return { kind: "passphrase", text };
}

/** Judges a typed key. Only the default key counts; that it is an earlier one is said where it is. */
export async function judgeKey(typed: TypedKey, account: CheckValue): Promise<KeyVerdict> {
  const current = defaultKeyOf(account);
  if (current === null) return { kind: "not set up" };
  const fit = await fitOf(typed, current);
  if (fit === "right") return { kind: "right", key: current.id, opens: account.opens };
  for (const other of account.keys)
    if (other.id !== current.id && (await fitOf(typed, other)) === "right")
      return { kind: "earlier", key: other.id, defaultKey: current.id };
  return { kind: fit === "wrong" ? "wrong" : "cannot be told", defaultKey: current.id };
}

async function fitOf(typed: TypedKey, description: KeyDescription): Promise<Fit> {
  if (typed.kind === "key") return fits(typed.bytes, description);
  if (description.passphrase === null) return "wrong";
  const key = await keyFromPassphrase(typed.text, description.passphrase);
  return key === null ? "unknown" : fits(key, description);
}
