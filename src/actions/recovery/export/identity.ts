import { Refusal, SettingsError } from "../../../errors.ts";
import { accountData } from "../../../io/matrix/member/account-data.ts";
import type { CrossSigningKeys } from "../../../io/matrix/member/own-device.ts";
import type { MemberSession } from "../../../io/matrix/member/session.ts";
import {
  fits,
  type KeyDescription,
  keyFromPassphrase,
  parseKeyDescription,
} from "../../../keys/members/secret-storage.ts";
import { openStoredSecret } from "../../../keys/members/stored-secret.ts";
import { fieldsOf } from "../../../kinds/json.ts";
import type { Secret } from "../../../kinds/secret.ts";
import type { TypedKey } from "../../../operations/recovery/members/check-key.ts";

/** Asks for the recovery key of a description; `attempt` counts from 1, and null is the answer of someone who gives up. */
export type AskRecoveryKey = (description: KeyDescription, attempt: number) => Promise<TypedKey | null>;

/** What a recovery key opens. */
export interface StoredKeys {
  /** The member's identity; null where not all of it is there. */
  readonly crossSigning: CrossSigningKeys | null;
  /** The key of the key backup; null where there is none. */
  readonly backup: Secret | null;
}

/** Opens the member's secret storage with the key that they type. Nothing is set up: where something is missing, it is said and left as it is. */
export async function openSecretStorage(session: MemberSession, ask: AskRecoveryKey): Promise<StoredKeys> {
  const description = await describedKey(session);
  const bytes = await typedBytes(description, ask);
  const read = async (name: string) =>
    openStoredSecret({ id: description.id, bytes }, name, await accountData(session, name));
  const [master, selfSigning, userSigning, backup] = [
    await read("m.cross_signing.master"),
    await read("m.cross_signing.self_signing"),
    await read("m.cross_signing.user_signing"),
    await read("m.megolm_backup.v1"),
  ];
  const isWhole = master !== null && selfSigning !== null && userSigning !== null;
  return { crossSigning: isWhole ? { master, selfSigning, userSigning } : null, backup };
}

async function describedKey(session: MemberSession): Promise<KeyDescription> {
  const { key: id } = fieldsOf(await accountData(session, "m.secret_storage.default_key"));
  const content = typeof id === "string" ? await accountData(session, `m.secret_storage.key.${id}`) : null;
  if (typeof id !== "string" || content === null) throw withoutStorage();
  return parseKeyDescription(id, content);
}

async function typedBytes(description: KeyDescription, ask: AskRecoveryKey): Promise<Uint8Array> {
  for (let attempt = 1; ; attempt++) {
    const typed = await ask(description, attempt);
    if (typed === null) throw wrongKey(description);
    const bytes = await bytesOf(typed, description);
    if (bytes !== null && fits(bytes, description) !== "wrong") return bytes;
  }
}

async function bytesOf(typed: TypedKey, { passphrase }: KeyDescription): Promise<Uint8Array | null> {
  if (typed.kind === "key") return typed.bytes;
  return passphrase === null ? null : await keyFromPassphrase(typed.text, passphrase);
}

function wrongKey({ passphrase }: KeyDescription): SettingsError {
  const found = "this is not the account's current recovery key";
  const write = `Type the newest one${passphrase === null ? "" : ", or the recovery passphrase"}. To check it first:  npx chatkeep recovery check-key`;
  return new SettingsError([{ file: null, line: null, key: "recovery key", found, write }]);
}

function withoutStorage(): Refusal {
  return new Refusal("Recovery is not set up for this account, so there is no recovery key that opens anything", {
    next: "Set up recovery in your app first. Or export the keys there to a file, and use it:  --key-file FILE",
  });
}

/** Without it the device could not be signed. */
export function withoutIdentity(): Refusal {
  return new Refusal("The account's secret storage does not hold its identity under this key", {
    next: "Set up recovery in your app again, then use the new recovery key. Or export the keys there to a file:  --key-file FILE",
  });
}

/** There are no keys to read encrypted rooms with. */
export function withoutBackup(): Refusal {
  return new Refusal("This account has no key backup, so there are no keys to read its rooms with", {
    next: "Set up recovery in your app. Or export the keys there to a file:  --key-file FILE",
  });
}
