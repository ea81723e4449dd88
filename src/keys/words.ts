import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { Secret } from "../kinds/secret.ts";
import { MasterKey } from "./master-key.ts";

/** How many words a master key has: 32 bytes and 8 bits of checksum, 11 bits a word (BIP-39, "Generating the mnemonic"). */
export const wordCount = 24;

/** What is wrong with words that are no master key; `nth` counts from 1, as the sheet does. The words themselves are never repeated. */
export type WordsFault =
  | { readonly kind: "count"; readonly found: number }
  | { readonly kind: "unknown"; readonly nth: number }
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
  const words = wordsIn(text);
  const unknown = unknownWords(words, 1);
  const count: readonly WordsFault[] = words.length === wordCount ? [] : [{ kind: "count", found: words.length }];
  if (count.length + unknown.length > 0) return [...count, ...unknown];
  try {
    return new MasterKey(mnemonicToEntropy(words.join(" "), wordlist));
  } catch {
    return [{ kind: "checksum" }];
  }
}

/** The words of a text, without the numbers of the sheet. */
export function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[^\s\d.,;:)]+/g) ?? [];
}

/** Those that are not in the list; the first one of `words` is the `from`th of the key. */
export function unknownWords(words: readonly string[], from: number): readonly WordsFault[] {
  return words.flatMap((word, index) => (wordlist.includes(word) ? [] : [{ kind: "unknown", nth: from + index }]));
}
