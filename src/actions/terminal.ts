import { Refusal } from "../errors.ts";

/** One thing to choose. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint: string;
}

/** A line that says what is being done and for how long already. */
export interface Progress {
  /** What is being done now. */
  say(text: string): void;
  /** Prints a line that stays, above the one that moves. */
  keep(text: string): void;
  /** Ends the line; what it said last is removed from a terminal. */
  end(): void;
}

/** The person at the other end. Results go to stdout, all else to stderr. A question off a terminal is refused, naming the flag that answers it. */
export interface Terminal {
  readonly interactive: boolean;
  result(text: string): void;
  note(text: string): void;
  /** Begins to say what is being done. */
  progress(text: string): Progress;
  confirm(question: string, options: { readonly usually: boolean; readonly flag: string }): Promise<boolean>;
  text(question: string, options: TextOptions): Promise<string>;
  /** What is typed is not shown. */
  hidden(question: string, options: Omit<TextOptions, "usually">): Promise<string>;
  choose<Value extends string>(
    question: string,
    choices: readonly Choice<Value>[],
    options: { readonly flag: string },
  ): Promise<Value>;
}

/** How one line of text is asked for. */
export interface TextOptions {
  readonly flag: string;
  /** What an empty answer means. */
  readonly usually?: string;
  /** What is wrong with an answer; null when nothing is. */
  readonly check?: (answer: string) => string | null;
}

/** A question was asked without a terminal. */
export function noTerminal(question: string, flag: string): Refusal {
  return new Refusal(`There is no terminal for this question: ${question}`, { next: `Answer it with ${flag}.` });
}

/** That of a program that calls us: it cannot answer questions, and texts for a person are progress. */
export function terminalWithoutAnswers(say: (text: string) => void): Terminal {
  const refuse = (question: string, { flag }: { readonly flag: string }) => Promise.reject(noTerminal(question, flag));
  const progress = (text: string) => {
    say(text);
    return { say, keep: say, end: () => undefined };
  };
  return {
    interactive: false,
    result: say,
    note: say,
    progress,
    confirm: refuse,
    text: refuse,
    hidden: refuse,
    choose: (question, _, options) => refuse(question, options),
  };
}

/** A question was left with Ctrl-C or Esc. */
export function leftUnanswered(): Refusal {
  return new Refusal("Stopped: the question was not answered, and nothing was changed.", {
    next: "Run the same command again when you are ready.",
  });
}

/** Does something while a line says what it is. */
export async function withProgress<Result>(
  { progress }: Pick<Terminal, "progress">,
  text: string,
  doing: (line: Progress) => Promise<Result>,
): Promise<Result> {
  const line = progress(text);
  try {
    return await doing(line);
  } finally {
    line.end();
  }
}
