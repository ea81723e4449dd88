import type { Command } from "commander";

/** The command that words choose, such as `account create`, and the words that follow it. */
export function commandOf(program: Command, words: readonly string[]): readonly [Command, readonly string[]] {
  const inner = program.commands.find((each) => each.name() === words[0]);
  if (inner !== undefined) return commandOf(inner, words.slice(1));
  // What runs where no second word is written, as in `export --user …`.
  const usual = program.commands.find((each) => each.name() === Reflect.get(program, "_defaultCommandName"));
  return usual === undefined ? [program, words] : [usual, words];
}

/** Whether a command has a flag, such as `--stack`. */
export function takes(command: Command, word: string): boolean {
  return command.options.some(({ long }) => long === word);
}
