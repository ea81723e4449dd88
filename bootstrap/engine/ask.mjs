import { createInterface } from "node:readline/promises";

/** Asks a yes-or-no question on a terminal; an empty answer is yes. */
export async function askYes(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [Y/n] `);
    return !/^n/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
