import { createInterface } from "node:readline/promises";
import type { Readable, Writable } from "node:stream";
import { type Choice, leftUnanswered, type Terminal } from "../../actions/terminal.ts";

/** The two ends of a terminal. */
interface Streams {
  readonly input: Readable & { setRawMode?: (mode: boolean) => unknown };
  readonly output: Writable;
}

/** Whether a terminal can do no more than print one line after the other (terminfo(5), "dumb"), as in an editor's shell. */
export function isDumb(environment: Readonly<Record<string, string | undefined>>): boolean {
  return environment.TERM === "dumb";
}

/** Questions without moving the cursor. */
export function plainPrompts(streams: Streams): Pick<Terminal, "confirm" | "text" | "hidden" | "choose"> {
  return {
    confirm: (question, { usually }) => confirm(streams, question, usually),
    text: async (question, { usually = "", check = () => null }) => {
      const named = usually === "" ? question : `${question} (default: ${usually})`;
      return (await askUntil(streams, named, (answer) => check(answer || usually))) || usually;
    },
    hidden: (question, { check = () => null }) => until(streams, () => readHidden(streams, question), check),
    choose: (question, choices) => choose(streams, question, choices),
  };
}

async function confirm(streams: Streams, question: string, usually: boolean): Promise<boolean> {
  const check = (answer: string) => (/^(y|yes|n|no)?$/i.test(answer) ? null : "Write yes or no.");
  const answer = await askUntil(streams, `${question} (yes or no; default: ${usually ? "yes" : "no"})`, check);
  return answer === "" ? usually : /^y/i.test(answer);
}

async function choose<Value extends string>(
  streams: Streams,
  question: string,
  choices: readonly Choice<Value>[],
): Promise<Value> {
  const lines = choices.map(({ label, hint }, index) => `  ${index + 1}  ${label}${hint === "" ? "" : `  (${hint})`}`);
  streams.output.write(`${question}\n${lines.join("\n")}\n`);
  const chosen = (answer: string) => choices[answer === "" ? 0 : Number(answer) - 1];
  const check = (answer: string) =>
    chosen(answer) === undefined ? `Write a number from 1 to ${choices.length}.` : null;
  const choice = chosen(await askUntil(streams, "Number (usually 1)", check));
  if (choice === undefined) throw leftUnanswered();
  return choice.value;
}

type Check = (answer: string) => string | null;

function askUntil(streams: Streams, question: string, check: Check): Promise<string> {
  return until(streams, async () => (await readLine(streams, `${question} `)).trim(), check);
}

/** Reads again until the answer is fit, and says each time why it is not. */
async function until({ output }: Streams, read: () => Promise<string>, check: Check): Promise<string> {
  for (;;) {
    const answer = await read();
    const problem = check(answer);
    if (problem === null) return answer;
    output.write(`${problem}\n`);
  }
}

/** One line; the terminal itself shows what is typed. The end of the input, or Ctrl-C, leaves the question. */
async function readLine({ input, output }: Streams, question: string): Promise<string> {
  const lines = createInterface({ input, output, terminal: false });
  const left = new Promise<never>((_, reject) => {
    for (const event of ["close", "SIGINT"] as const) lines.once(event, () => reject(leftUnanswered()));
  });
  try {
    return await Promise.race([lines.question(question), left]);
  } finally {
    lines.close();
  }
}

/** Byte for byte, since the terminal would show whole lines. */
async function readHidden({ input, output }: Streams, question: string): Promise<string> {
  output.write(`${question} (what you type is not shown) `);
  input.setRawMode?.(true);
  try {
    let typed = "";
    for await (const part of input.iterator({ destroyOnReturn: false })) {
      for (const character of String(part)) {
        if (character === "\r" || character === "\n") return typed;
        if (character === "\u0003" || character === "\u0004") throw leftUnanswered();
        typed = character === "\u007f" || character === "\b" ? typed.slice(0, -1) : typed + character;
      }
    }
    throw leftUnanswered();
  } finally {
    input.setRawMode?.(false);
    output.write("\n");
  }
}
