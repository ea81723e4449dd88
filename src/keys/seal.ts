import { armor, Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { Secret } from "../kinds/secret.ts";
import type { Recipient } from "./recipients.ts";

/** Seals bytes so that each recipient can open them, with age or with chatkeep (age-encryption.org/v1). */
export function sealTo(recipients: readonly Recipient[], bytes: Uint8Array): Promise<Uint8Array> {
  return encrypter(recipients).encrypt(bytes);
}

/** The same for what does not fit into memory: 64 KiB of it are held at a time. What was sealed is whole only when the stream has ended. */
export function sealStream(
  recipients: readonly Recipient[],
  bytes: ReadableStream<Uint8Array>,
): Promise<ReadableStream<Uint8Array>> {
  return encrypter(recipients).encrypt(bytes);
}

/** Opens what was sealed, in binary or as text (`age --armor`); null when none of the identities opens it, or it is damaged. */
export async function openSealed(identities: readonly Secret[], sealed: Uint8Array): Promise<Uint8Array | null> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity.reveal());
  try {
    return await decrypter.decrypt(isArmored(sealed) ? armor.decode(textOf(sealed)) : sealed);
  } catch {
    return null; // the library says why in words only
  }
}

/** The identities in a text such as `age-keygen` writes, comments left out; null when a line is something else. */
export async function identitiesIn(text: string): Promise<readonly Secret[] | null> {
  const lines = text.split("\n").map((line) => line.trim());
  const keys = lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => line.toUpperCase());
  const read = await Promise.all(keys.map(isIdentity));
  return keys.length > 0 && read.every((each) => each) ? keys.map((key) => new Secret(key)) : null;
}

async function isIdentity(text: string): Promise<boolean> {
  try {
    await identityToRecipient(text);
    return true;
  } catch {
    return false;
  }
}

function encrypter(recipients: readonly Recipient[]): Encrypter {
  if (recipients.length === 0) throw new RangeError("sealed to no one, nothing could ever be opened");
  if (new Set(recipients.map(({ kind }) => kind)).size > 1) throw new RangeError("classic and post-quantum recipients");
  const age = new Encrypter();
  for (const { text } of recipients) age.addRecipient(text);
  return age;
}

function isArmored(sealed: Uint8Array): boolean {
  return textOf(sealed.subarray(0, 64)).trimStart().startsWith("-----BEGIN AGE");
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
