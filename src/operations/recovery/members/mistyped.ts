import { type RecoveryKeyFault, recoveryKeyLength } from "../../../keys/members/recovery-key.ts";

/** What is wrong with a recovery key as it was typed, and where to look. Never the text itself. */
export function describeMistyped(fault: RecoveryKeyFault): string {
  switch (fault.kind) {
    case "empty":
      return "Nothing was typed";
    case "letter":
      return `Block ${fault.block} has a character that recovery keys never have (${nameOf(fault.letter)})`;
    case "length":
      return `A recovery key has ${recoveryKeyLength} letters and digits without the spaces, this has ${fault.found}`;
    case "beginning":
      return "A recovery key begins with EsT, EsU or EsS, in capital and small letters as written: the first block is mistyped, or this is something else";
    case "parity":
      return "The letters do not belong together: one is wrong, or two changed places. Capital and small letters are different";
    default:
      return fault satisfies never;
  }
}

/** Letters that people take for each other are named; any other is only counted as wrong, for it may be part of a passphrase. */
function nameOf(letter: string): string {
  const alike: Readonly<Record<string, string>> = {
    "0": "the digit zero; perhaps a small o",
    O: "the capital O; perhaps a small o, or a Q",
    I: "the capital I; perhaps the digit 1, or a small i",
    l: "the small L; perhaps the digit 1, or a small i",
  };
  return alike[letter] ?? "a sign or a letter with an accent";
}
