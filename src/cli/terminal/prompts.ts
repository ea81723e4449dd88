import type { Readable, Writable } from "node:stream";
import { leftUnanswered, noTerminal, type Terminal } from "../../actions/terminal.ts";
import { isDumb, plainPrompts } from "./plain-prompts.ts";
import { startProgress } from "./progress.ts";

/** A stream that may be one end of a terminal. */
interface PerhapsTerminal {
  readonly isTTY?: boolean | undefined;
}

/** The two ends of it. */
interface Streams {
  readonly input: Readable & PerhapsTerminal;
  readonly output: Writable & PerhapsTerminal;
}

/** What a terminal asks. */
type Questions = Pick<Terminal, "confirm" | "text" | "hidden" | "choose">;

/** The real terminal. One that can only print lines gets questions of its own: the prompt library draws. */
export function processTerminal(
  input: Streams["input"] = process.stdin,
  output: Streams["output"] = process.stderr,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Terminal {
  const interactive = input.isTTY === true && output.isTTY === true;
  const streams = { input, output };
  return {
    interactive,
    result: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void output.write(`${text}\n`),
    progress: (text) => startProgress(text, output),
    ...(interactive && isDumb(environment) ? plainPrompts(streams) : drawnPrompts(streams, interactive)),
  };
}

/** The prompt library is loaded with the first question only. */
function drawnPrompts(streams: Streams, interactive: boolean): Questions {
  const prompts = async (question: string, flag: string) => {
    if (!interactive) throw noTerminal(question, flag);
    return await import("@clack/prompts");
  };
  return {
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

/** A prompt that was left answers with a symbol. */
function answered<Value>(answer: Value): Exclude<Value, symbol> {
  if (typeof answer === "symbol") throw leftUnanswered();
  return answer as Exclude<Value, symbol>;
}
