import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildProgram } from "../src/cli/program.ts";
import { commandOf, takes } from "./support/commands.ts";

const root = join(import.meta.dirname, "..");
const documents = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...globSync("docs/**/*.md", { cwd: root })];

/** Every `npx chatkeep …` that a document shows, without what follows on its line. */
const commands = [...new Set(documents.flatMap((document) => commandsIn(readFileSync(join(root, document), "utf8"))))];

/** Live tests and what they are built on, with long arrays on one line too. */
const liveTests = globSync("test/{live,support}/**/*.ts", { cwd: root }).map((path) =>
  readFileSync(join(root, path), "utf8").replace(/,\s+/g, ", "),
);

/** Each command of them once, and how a test calls it: as the words of an array. */
const calledAs = [...new Set(commands.map(pathOf))].map(
  (path) =>
    [
      path,
      path
        .split(" ")
        .map((word) => `"${word}"`)
        .join(", "),
    ] as const,
);

describe("documents", () => {
  it("show commands", () => {
    expect(commands.length).toBeGreaterThan(8);
  });

  it.each(commands)("show a command that there is: npx chatkeep %s", (line) => {
    const words = line.split(" ");
    const [command, others] = commandOf(
      buildProgram(() => undefined),
      words,
    );
    expect(command.commands.map((each) => each.name())).toEqual([]);
    expect(others.filter((word) => word.startsWith("--")).filter((word) => !takes(command, word))).toEqual([]);
  });

  it.each(calledAs)("show a command that a live test runs: %s", (_, call) => {
    expect(liveTests.some((text) => text.includes(call))).toBe(true);
  });

  it("show the example suite as it is run", () => {
    const example = readFileSync(join(root, "test/live/try/example/server.test.ts"), "utf8");
    expect(readFileSync(join(root, "docs/testing.md"), "utf8")).toContain(`\`\`\`ts\n${example}\`\`\``);
  });

  it.each(documents)("have tables in one piece, each with a heading: %s", (document) => {
    const lines = readFileSync(join(root, document), "utf8").split("\n");
    const first = lines.flatMap((line, index) => (isRow(line) && !isRow(lines[index - 1]) ? [index] : []));
    expect(first.filter((index) => !/^\|[-:| ]+\|$/.test(lines[index + 1] ?? "")).map((index) => lines[index])).toEqual(
      [],
    );
  });

  it.each(documents)("link to files that there are: %s", (document) => {
    const text = readFileSync(join(root, document), "utf8");
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, link]) =>
      join(root, document, "..", link ?? ""),
    );
    expect(links.filter((link) => globSync(link).length === 0)).toEqual([]);
  });
});

/** Whether a line belongs to a table. */
function isRow(line: string | undefined): boolean {
  return line?.startsWith("|") ?? false;
}

function commandsIn(text: string): readonly string[] {
  return [...text.matchAll(/npx chatkeep ([^`"#\n)]+)/g)]
    .map(([, command]) => (command ?? "").trim())
    .filter((command) => command !== "");
}

/** The words that choose the command, without what it is given. */
function pathOf(line: string): string {
  const words = line.split(" ");
  const [, others] = commandOf(
    buildProgram(() => undefined),
    words,
  );
  return words.slice(0, words.length - others.length).join(" ");
}
