import type { Readable, Writable } from "node:stream";
import { leftUnanswered, noTerminal, type Terminal } from "../../actions/terminal.ts";
import { isDumb, plainPrompts } from "./plain-prompts.ts";
import { startProgress } from "./progress.ts";

/** A stream that may be one end of a terminal. */
interface PerhapsTerminal {
  readonly isTTY?: boolean | undefined;
}

/** The real terminal. The prompt library is loaded with the first question only. */
export function processTerminal(
  input: Readable & PerhapsTerminal = process.stdin,
  output: Writable & PerhapsTerminal = process.stderr,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Terminal {
  const interactive = input.isTTY === true && output.isTTY === true;
  if (interactive && isDumb(environment)) return dumbTerminal(input, output);
  const prompts = async (question: string, flag: string) => {
    if (!interactive) throw noTerminal(question, flag);
    return await import("@clack/prompts");
  };
  const streams = { input, output };
  return {
    interactive,
    result: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void output.write(`${text}\n`),
    progress: (text) => startProgress(text, output),
    confirm: async (message, { usually, flag }) => {
      const { confirm } = await prompts(message, flag);
      return answered(await confirm({ message, initialValue: usually, ...streams }));
    },
    text: async (message, { flag, usually = "", check = () => null }) => {
      const { text } = await prompts(message, flag);
      const validate = (answer: string | undefined) => check(answer || usually) ?? undefined;
      return answered(await text({ message, placeholder: usually, defaultValue: usually, validate, ...streams }));
    },
    hidden: async (message, { flag, check = () => null }) => {
      const { password } = await prompts(message, flag);
      return answered(await password({ message, validate: (answer = "") => check(answer) ?? undefined, ...streams }));
    },
    choose: async (message, choices, { flag }) => {
      const { select } = await prompts(message, flag);
      const options = choices.map(({ value, label, hint }) => ({ value: value as string, label, hint }));
      const chosen = answered(await select({ message, options, ...streams }));
      const choice = choices.find(({ value }) => value === chosen);
      if (choice === undefined) throw leftUnanswered();
      return choice.value;
    },
  };
}

/** One that can only print lines: the prompt library draws. */
function dumbTerminal(input: Readable, output: Writable): Terminal {
  const plain = plainPrompts({ input, output });
  return {
    interactive: true,
    result: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void output.write(`${text}\n`),
    progress: (text) => startProgress(text, output),
    confirm: (question, { usually }) => plain.confirm(question, usually),
    text: plain.text,
    hidden: plain.hidden,
    choose: plain.choose,
  };
}

/** A prompt that was left answers with a symbol. */
function answered<Value>(answer: Value): Exclude<Value, symbol> {
  if (typeof answer === "symbol") throw leftUnanswered();
  return answer as Exclude<Value, symbol>;
}
