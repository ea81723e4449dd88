import { text } from "node:stream/consumers";
import type { Terminal } from "../../actions/terminal.ts";
import { SettingsError } from "../../errors.ts";
import { MasterKey } from "../../keys/master-key.ts";
import { readAll, readTyped } from "../../operations/recovery/typed.ts";

/** Gets a master key from a recovery kit: words or shares, typed without being shown, or read from stdin. */
export async function typedKey(terminal: Terminal, { stdin }: { readonly stdin: boolean }): Promise<MasterKey> {
  const whole = stdin ? await text(process.stdin) : await typedInParts(terminal);
  const found = await readAll(whole);
  if (found instanceof MasterKey) return found;
  throw new SettingsError(
    found.problems.map((problem) => ({ ...place, found: problem, write: "Type it as the sheet shows it." })),
  );
}

const place = { file: null, line: null, key: "recovery kit" } as const;

/** Words in one answer, or a share in each until there are enough of them. */
async function typedInParts(terminal: Terminal): Promise<string> {
  const lines = [await ask(terminal, "The 24 words, or the first share:")];
  const first = readTyped(lines[0] ?? "");
  const needed = "share" in first ? first.share.threshold : 1;
  while (lines.length < needed) lines.push(await ask(terminal, `Share ${lines.length + 1} of ${needed}:`));
  return lines.join("\n");
}

function ask(terminal: Terminal, question: string): Promise<string> {
  const check = (answer: string) => {
    const found = readTyped(answer);
    return "problems" in found ? found.problems.join(". ") : null;
  };
  return terminal.hidden(question, { flag: "--stdin", check });
}
