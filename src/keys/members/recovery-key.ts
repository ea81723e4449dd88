import { base58 } from "@scure/base";
import { Secret } from "../../kinds/secret.ts";

/** Why a text is no recovery key: it was mistyped, and says nothing about any account. */
export type RecoveryKeyFault =
  | { readonly kind: "empty" }
  /** A character that recovery keys never have; blocks of four are counted from 1. */
  | { readonly kind: "letter"; readonly letter: string; readonly block: number }
  | { readonly kind: "length"; readonly found: number }
  | { readonly kind: "beginning" }
  | { readonly kind: "parity" };

/** How many characters a recovery key has without its spaces. */
export const recoveryKeyLength = 48;

/** The first two bytes (Matrix spec 1.19, client-server API, "Recovery key"). */
const header = [0x8b, 0x01] as const;
const keySize = 32;
const letters = /[1-9A-HJ-NP-Za-km-z]/;

/** The 32 bytes of a member's recovery key, or everything that is wrong with the text. Spaces, hyphens and line ends do not matter. */
export function parseRecoveryKey(text: string): Uint8Array | readonly RecoveryKeyFault[] {
  const plain = withoutSpaces(text);
  if (plain === "") return [{ kind: "empty" }];
  const faults = textFaults(plain);
  if (faults.length > 0) return faults;
  const bytes = base58.decode(plain);
  // The length is not sure yet: 48 characters that begin with another letter may be a byte more or less.
  if (bytes.length !== header.length + keySize + 1 || header.some((byte, at) => bytes[at] !== byte))
    return [{ kind: "beginning" }];
  if (bytes.reduce((all, byte) => all ^ byte, 0) !== 0) return [{ kind: "parity" }];
  return bytes.slice(header.length, header.length + keySize);
}

/** A key as its owner writes it down: blocks of four. */
export function recoveryKeyText(key: Uint8Array): Secret {
  const bytes = [...header, ...key];
  const parity = bytes.reduce((all, byte) => all ^ byte, 0);
  const plain = base58.encode(Uint8Array.from([...bytes, parity]));
  return new Secret((plain.match(/.{1,4}/g) ?? []).join(" "));
}

/** Whether a text was meant as a recovery key, though it may be mistyped: a passphrase is hardly ever like this. */
export function looksLikeRecoveryKey(text: string): boolean {
  const plain = withoutSpaces(text);
  const isInBlocks = /^(?:\S{3,5}\s+){9,13}\S{1,5}$/.test(text.trim());
  return plain.length >= 40 && plain.length <= 56 && (/^es[stu]/i.test(plain) || isInBlocks);
}

/** Also the spaces that documents and chats put between blocks (Unicode, general category Z), and what cannot be seen. */
function withoutSpaces(text: string): string {
  return text.replace(/[\s\p{Z}\p{Cf}\p{Pd}]/gu, "");
}

function textFaults(plain: string): readonly RecoveryKeyFault[] {
  const all = [...plain];
  const wrong = all.flatMap((letter, at): readonly RecoveryKeyFault[] =>
    letters.test(letter) ? [] : [{ kind: "letter", letter, block: Math.floor(at / 4) + 1 }],
  );
  const length: readonly RecoveryKeyFault[] =
    all.length === recoveryKeyLength ? [] : [{ kind: "length", found: all.length }];
  const beginning: readonly RecoveryKeyFault[] = /^Es[STU]/.test(plain) ? [] : [{ kind: "beginning" }];
  return [...wrong, ...length, ...beginning];
}
