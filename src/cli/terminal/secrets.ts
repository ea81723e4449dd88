import { text } from "node:stream/consumers";
import type { Terminal } from "../../actions/terminal.ts";
import { Refusal, SettingsError } from "../../errors.ts";

/** Where secrets come from: typed without being shown, or from stdin. */
export interface SecretsOption {
  readonly stdin: boolean;
}

/** How a secret is checked. */
export interface SecretCheck {
  /** What is wrong with an answer; null where nothing is. */
  readonly check?: (answer: string) => string | null;
  /** What to do about it where it cannot be asked for again. */
  readonly write?: string;
}

/** Asks for one secret. */
export type AskSecret = (question: string, check?: SecretCheck) => Promise<string>;

/** Asks at the terminal, where it is asked again until it is right; or takes a line of stdin for each question, in their order. */
export function askingSecrets(terminal: Terminal, { stdin }: SecretsOption): AskSecret {
  if (stdin) return linesOfStdin();
  return (question, { check = () => null } = {}) => terminal.hidden(question, { flag: "--stdin", check });
}

function linesOfStdin(): AskSecret {
  let lines: readonly string[] | null = null;
  let next = 0;
  return async (question, { check = () => null, write = "Write it again, on its own line." } = {}) => {
    lines ??= (await fromStdin()).split(/\r?\n/);
    const answer = lines[next++] ?? "";
    const found = check(answer);
    if (found === null) return answer;
    throw new SettingsError([{ file: null, line: null, key: question.replace(/:$/, ""), found, write }]);
  };
}

/** All that comes by stdin. At a terminal it would be shown as it is typed. */
export async function fromStdin(): Promise<string> {
  if (process.stdin.isTTY !== true) return text(process.stdin);
  throw new Refusal("--stdin reads from a pipe or a file: here, everything that you type would be shown", {
    next: "Leave out --stdin to be asked, or write `< FILE` behind the command.",
  });
}
