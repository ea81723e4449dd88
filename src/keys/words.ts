import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { Secret } from "../kinds/secret.ts";
import { MasterKey } from "./master-key.ts";

/** How many words a master key has: 32 bytes and 8 bits of checksum, 11 bits a word (BIP-39, "Generating the mnemonic"). */
export const wordCount = 24;

/** What is wrong with words that are no master key; `nth` counts from 1, as the sheet does. */
export type WordsFault =
  | { readonly kind: "count"; readonly found: number }
  | { readonly kind: "unknown"; readonly nth: number; readonly word: string; readonly meant: readonly string[] }
  | { readonly kind: "checksum" };

/** The master key as words of BIP-39's English list, in their order. */
export function wordsOf(master: MasterKey): Secret {
  return new Secret(entropyToMnemonic(master.reveal(), wordlist));
}

/**
 * Reads words as a person types them: in any case, over several lines, with the numbers of the sheet. The words' own checksum lets one
 * wrong word in about 250 pass, so compare the key's id with the one printed beside them.
 */
export function parseWords(text: string): MasterKey | readonly WordsFault[] {
  const words = text.toLowerCase().match(/[^\s\d.,;:)]+/g) ?? [];
  const unknown = words.flatMap((word, index) => (wordlist.includes(word) ? [] : [unknownWord(word, index + 1)]));
  const count: readonly WordsFault[] = words.length === wordCount ? [] : [{ kind: "count", found: words.length }];
  if (count.length + unknown.length > 0) return [...count, ...unknown];
  try {
    return new MasterKey(mnemonicToEntropy(words.join(" "), wordlist));
  } catch {
    return [{ kind: "checksum" }];
  }
}

/** Four letters tell any two words of the list apart, so what begins alike is most likely meant. */
function unknownWord(word: string, nth: number): WordsFault {
  const alike = (letters: number) => wordlist.filter((each) => each.startsWith(word.slice(0, letters)));
  const meant = [4, 3, 2].map(alike).find((found) => found.length > 0) ?? [];
  return { kind: "unknown", nth, word, meant: meant.slice(0, 3) };
}
