import { text } from "node:stream/consumers";
import type { Asked } from "../../../actions/recovery/export/export.ts";
import type { Terminal } from "../../../actions/terminal.ts";
import { SettingsError } from "../../../errors.ts";
import { Secret } from "../../../kinds/secret.ts";
import { passwordProblem } from "../../../operations/accounts/password.ts";
import { readTypedKey } from "../../../operations/recovery/members/check-key.ts";
import { describeMistyped } from "../../../operations/recovery/members/mistyped.ts";

/** How often a recovery key may be typed at a terminal. */
const attempts = 3;

/** Asks for a member's secrets: hidden at the terminal, or a line each from stdin, in the order in which they are needed. */
export function askingFor(
  terminal: Terminal,
  { stdin, user }: { readonly stdin: boolean; readonly user: string },
): Asked & { newPassphrase(): Promise<Secret> } {
  const ask = stdin
    ? linesOfStdin()
    : (question: string, check?: Check) =>
        terminal.hidden(question, { flag: "--stdin", ...(check === undefined ? {} : { check }) });
  return {
    password: async () => new Secret(await ask(`The password of ${user}:`)),
    keyFilePassphrase: async () => new Secret(await ask("The passphrase of the key file:")),
    newPassphrase: async () => {
      const first = await ask("A passphrase for the file:", passwordProblem);
      const again = (answer: string) => (answer === first ? null : "The two passphrases differ.");
      if (!stdin) await ask("The passphrase again:", again);
      return new Secret(first);
    },
    recoveryKey: async (description, attempt) => {
      if (attempt > (stdin ? 1 : attempts)) return null;
      if (attempt > 1) terminal.note("That is not the account's current recovery key.");
      const what =
        description.passphrase === null ? "The recovery key:" : "The recovery key, or the recovery passphrase:";
      const problemIn = (answer: string) => {
        const found = readTypedKey(answer, description);
        return "kind" in found ? null : found.map(describeMistyped).join(". ");
      };
      const found = readTypedKey(await ask(what, problemIn), description);
      if ("kind" in found) return found;
      throw mistyped(found.map(describeMistyped).join(". "), what);
    },
  };
}

type Check = (answer: string) => string | null;

function linesOfStdin(): (question: string, check?: Check) => Promise<string> {
  const lines = text(process.stdin).then((whole) => whole.split(/\r?\n/));
  let next = 0;
  return async (question, check = () => null) => {
    const answer = (await lines)[next++] ?? "";
    const problem = check(answer);
    if (problem !== null) throw mistyped(problem, question);
    return answer;
  };
}

function mistyped(found: string, question: string): SettingsError {
  const write = "Write it again, on its own line.";
  return new SettingsError([{ file: null, line: null, key: question.replace(/:$/, ""), found, write }]);
}
