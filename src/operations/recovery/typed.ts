import { MasterKey } from "../../keys/master-key.ts";
import { joinShares, parseShare, type Share, type SharesFault } from "../../keys/shares.ts";
import { parseWords, unknownWords, type WordsFault, wordCount, wordsIn } from "../../keys/words.ts";

/** What was typed: the key, a share that others must join, or what is wrong, in sentences. */
export type Typed = MasterKey | { readonly share: Share } | { readonly problems: readonly string[] };

/** Reads words, or one share. */
export function readTyped(text: string): Typed {
  if (!looksLikeShare(text)) {
    const found = parseWords(text);
    return found instanceof MasterKey ? found : { problems: found.map(describeWords) };
  }
  const found = parseShare(text);
  return "bytes" in found ? { share: found } : { problems: [describeShares(found)] };
}

/** Reads all that a file or a pipe holds: words, or a share a line. */
export async function readAll(text: string): Promise<MasterKey | { readonly problems: readonly string[] }> {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (!lines.some(looksLikeShare)) {
    const found = readTyped(text);
    return found instanceof MasterKey || "problems" in found ? found : { problems: [] };
  }
  const found = await joinShares(lines);
  return found instanceof MasterKey ? found : { problems: found.map(describeShares) };
}

/** The key on a sheet in plain text, found by its rows of four numbered words; null where there is none. */
export function keyOnSheet(text: string): MasterKey | null {
  const rows = text.match(/^ *\d+\. +[a-z]+ +\d+\. +[a-z]+ +\d+\. +[a-z]+ +\d+\. +[a-z]+ *$/gm) ?? [];
  const found = parseWords(rows.join("\n"));
  return found instanceof MasterKey ? found : null;
}

/** What is wrong with one row of words as it is typed: `from` is the number of its first word, `count` how many it has. */
export function rowProblem(text: string, from: number, count: number): string | null {
  const words = wordsIn(text);
  if (words.length !== count)
    return `Words ${from} to ${from + count - 1} are needed: ${count} words, these are ${words.length}`;
  const faults = unknownWords(words, from);
  return faults.length === 0 ? null : faults.map(describeWords).join(". ");
}

/** Whether a text is a share, or meant to be one. */
export function looksLikeShare(text: string): boolean {
  return /^\s*ck-?\s*share/i.test(text) || /^\s*ckshare/i.test(text.replace(/[\s-]/g, ""));
}

/** What is wrong with words, and what to look at. */
function describeWords(fault: WordsFault): string {
  switch (fault.kind) {
    case "count":
      return `A master key has ${wordCount} words, these are ${fault.found}`;
    case "unknown":
      return `Word ${fault.nth} is not in the list of words: compare it with the sheet, letter by letter`;
    case "checksum":
      return "All words are in the list, but they do not belong together: one is wrong, or two changed places";
    default:
      return fault satisfies never;
  }
}

/** The same for shares. */
function describeShares(fault: SharesFault): string {
  switch (fault.kind) {
    case "unreadable":
      return `Share ${fault.nth} is not readable: a letter is wrong, missing or too many. A share begins with ckshare1 and has 90 letters and digits`;
    case "version":
      return `Share ${fault.nth} was written by another release of chatkeep (version ${fault.version}): use that one, or a newer one`;
    case "groups":
      return `The shares are of different groups, ${fault.groups.join(" and ")}: take shares whose sheets show the same group`;
    case "same share":
      return `Share ${fault.index} of the group was given twice`;
    case "too few":
      return `${fault.threshold} shares are needed, ${fault.found} ${fault.found === 1 ? "was" : "were"} given`;
    case "commitment":
      return `The shares of group ${fault.group} do not give the key that they were made of: one of them is forged or damaged. Nothing was done with what they give`;
    default:
      return fault satisfies never;
  }
}
