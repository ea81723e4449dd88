import type { Terminal } from "../../../src/actions/terminal.ts";
import { noTerminal } from "../../../src/actions/terminal.ts";

/** A terminal that answers as it is told; without answers it is none, and refuses every question. */
export function madeUpTerminal(answers: readonly (string | boolean)[] | null = null) {
  const [asked, printed, noted]: string[][] = [[], [], []];
  const left = [...(answers ?? [])];
  const answer = (question: string, flag: string) => {
    if (answers === null) throw noTerminal(question, flag);
    asked?.push(question);
    return left.shift();
  };
  const text = async (
    question: string,
    { flag, usually = "", check = () => null }: Parameters<Terminal["text"]>[1],
  ) => {
    const given = String(answer(question, flag) ?? "") || usually;
    const problem = check(given);
    if (problem !== null) throw new Error(problem);
    return given;
  };
  const terminal: Terminal = {
    interactive: answers !== null,
    result: (line) => void printed?.push(line),
    note: (line) => void noted?.push(line),
    progress: () => ({ say: () => undefined, keep: (line) => void noted?.push(line), end: () => undefined }),
    confirm: async (question, { flag }) => answer(question, flag) === true,
    text,
    hidden: text,
    choose: async (question, choices, { flag }) => {
      const given = answer(question, flag);
      const choice = choices.find(({ value }) => value === given) ?? choices[0];
      if (choice === undefined) throw new Error("nothing to choose");
      return choice.value;
    },
  };
  return { terminal, asked, printed, noted };
}
