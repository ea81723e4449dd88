import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../../src/cli/program.ts";
import { namingStack } from "../../src/cli/terminal/naming-stack.ts";
import { commandOf, takes } from "../support/commands.ts";

const sources = globSync("src/**/*.ts", { cwd: join(import.meta.dirname, "../..") }).map((path) =>
  readFileSync(join(import.meta.dirname, "../..", path), "utf8"),
);

/** Commands that messages name already, and that are made next. */
const toCome = /^backup /;

/** Every command that a message names, with a word in place of what is filled in; those of `onThisStack` name the stack. */
const commands = [
  ...new Set(
    sources.flatMap((text) => [
      ...found(text, /onThisStack\(\s*["`]([^"`]+)["`]/g).map((words) => `${words} --stack acme`),
      ...found(text, /npx chatkeep ([a-z][^`"\n)]*?)(?=[`"\n)\\]| {2}|: )/g),
    ]),
  ),
]
  .map((words) => words.replace(/[.,;]?( again)?$/, ""))
  .filter((words) => !toCome.test(words));

describe("messages", () => {
  it("name commands", () => {
    expect(commands.length).toBeGreaterThan(60);
  });

  it.each(commands)("name a command that there is, for a stack where it takes one: npx chatkeep %s", (line) => {
    const named = namingStack(`npx chatkeep ${line}`, "acme").replace("npx chatkeep ", "");
    const [command, others] = commandOf(
      buildProgram(() => undefined),
      named.split(" "),
    );
    expect(command.commands.map((each) => each.name())).toEqual([]);
    expect(others.filter((word) => word.startsWith("--")).filter((word) => !takes(command, word))).toEqual([]);
  });
});

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, words = ""]) => words.replace(/\$\{[^}]*\}/g, "WORD").trim());
}
