import type { Terminal } from "../../../actions/terminal.ts";
import { SettingsError } from "../../../errors.ts";
import { MasterKey } from "../../../keys/master-key.ts";
import type { Share } from "../../../keys/shares.ts";
import { wordCount } from "../../../keys/words.ts";
import { looksLikeShare, readAll, readTyped, rowProblem } from "../../../operations/recovery/typed.ts";
import { fromStdin, type SecretsOption } from "../../terminal/secrets.ts";

/** A key, and whether it was given as words: those let one error in 250 pass, shares none. */
export interface TypedKey {
  readonly key: MasterKey;
  readonly asWords: boolean;
}

/** Gets one share alone. */
export async function typedShare(terminal: Terminal, { stdin }: SecretsOption): Promise<Share> {
  const answer = stdin ? await fromStdin() : await askShare(terminal, "The share:");
  const found = readTyped(answer);
  if ("share" in found) return found.share;
  const problem = "problems" in found ? found.problems.join(". ") : notAShare;
  throw new SettingsError([{ ...place, found: problem, write: "Type it as the sheet shows it." }]);
}

/** Gets a master key from a recovery kit: words or shares, typed without being shown, or read from stdin. */
export async function typedKey(terminal: Terminal, { stdin }: SecretsOption): Promise<TypedKey> {
  const whole = stdin ? await fromStdin() : await typedInParts(terminal);
  const found = await readAll(whole);
  if (found instanceof MasterKey) return { key: found, asWords: !looksLikeShare(whole) };
  throw new SettingsError(
    found.problems.map((problem) => ({ ...place, found: problem, write: "Type it as the sheet shows it." })),
  );
}

const place = { file: null, line: null, key: "recovery kit" } as const;
const flag = "--stdin";
/** As many words as a row of the sheet has. */
const row = 4;

/** Rows of words as the sheet has them, all words at once, or share after share until there are enough of them. */
async function typedInParts(terminal: Terminal): Promise<string> {
  const first = await terminal.hidden(`Words 1 to ${row}, or the first share:`, { flag, check: firstProblem });
  const lines = [first];
  if (looksLikeShare(first)) {
    const needed = neededShares(first);
    while (lines.length < needed) lines.push(await askShare(terminal, `Share ${lines.length + 1} of ${needed}:`));
    return lines.join("\n");
  }
  if (rowProblem(first, 1, row) !== null) return first;
  for (let from = row + 1; from <= wordCount; from += row) lines.push(await askRow(terminal, from));
  return lines.join("\n");
}

function firstProblem(answer: string): string | null {
  if (!looksLikeShare(answer) && rowProblem(answer, 1, row) === null) return null;
  const found = readTyped(answer);
  if (!("problems" in found)) return null;
  return looksLikeShare(answer) ? found.problems.join(". ") : rowProblem(answer, 1, row);
}

function neededShares(text: string): number {
  const found = readTyped(text);
  return "share" in found ? found.share.threshold : 1;
}

function askRow(terminal: Terminal, from: number): Promise<string> {
  const check = (answer: string) => rowProblem(answer, from, row);
  return terminal.hidden(`Words ${from} to ${from + row - 1}:`, { flag, check });
}

const notAShare = "This is not a share";

function askShare(terminal: Terminal, question: string): Promise<string> {
  const check = (answer: string) => {
    const found = readTyped(answer);
    if ("problems" in found) return found.problems.join(". ");
    return "share" in found ? null : notAShare;
  };
  return terminal.hidden(question, { flag, check });
}
