import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replacedWords } from "./support/word-list.ts";

const root = join(import.meta.dirname, "..");

/** Where the texts are that a person reads: messages in code, the stack file, pages, documents. */
const sources = [
  "src/**/*.ts",
  "stacks/**/*.{ts,mjs}",
  "airgap/**/*.ts",
  "bootstrap/**/*.mjs",
  "templates/proxy/front/assets/*.js",
];
const texts = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "docs/**/*.md",
  "templates/stack.yaml",
  "templates/**/*.{html,txt}",
  "stacks/chatkeep.schema.json",
];

const lines = [
  ...filesOf(sources).flatMap((file) =>
    linesOf(file)
      .filter(({ text }) => !isComment(text))
      .map(withoutComment),
  ),
  ...filesOf(texts).flatMap(linesOf),
];

describe("texts that a person reads", () => {
  it("are found", () => {
    expect(lines.length).toBeGreaterThan(5_000);
  });

  it.each(replacedWords)("use $instead, and not $word", ({ word }) => {
    expect(
      lines.filter(({ text }) => word.test(text)).map(({ file, line, text }) => `${file}:${line}: ${text}`),
    ).toEqual([]);
  });
});

describe("the word list", () => {
  it.each([
    "Whoever gets hold of it can read everything.",
    "nobody was asked",
    "People in need find by it whom to ask.",
    "the images are to be built here",
    "There is none that answers.",
    "the proxy is the only door",
    "go on with --despite tls.reach",
    "2 to know about",
    "Install the engine anew",
    "the official ones could not be had",
    "the master key stands in the open",
  ])("finds: %s", (text) => {
    expect(replacedWords.some(({ word }) => word.test(text))).toBe(true);
  });

  it.each(["anyone with root", "the images are available", "Synapse reaches its database", "on the one hand"])(
    "leaves alone: %s",
    (text) => {
      expect(replacedWords.filter(({ word }) => word.test(text))).toEqual([]);
    },
  );

  it("has a reason beside each word", () => {
    expect(replacedWords.filter(({ reason, instead }) => reason === "" || instead === "")).toEqual([]);
  });
});

interface Line {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

function filesOf(patterns: readonly string[]): readonly string[] {
  return globSync([...patterns], { cwd: root }).filter((file) => !file.includes("node_modules"));
}

function linesOf(file: string): readonly Line[] {
  const all = readFileSync(join(root, file), "utf8").split("\n");
  return all.map((text, index) => ({ file, line: index + 1, text: text.trim() }));
}

function isComment(text: string): boolean {
  return /^(\*|\/\/|\/\*)/.test(text);
}

/** A line of code without the comment at its end. */
function withoutComment(line: Line): Line {
  return { ...line, text: line.text.replace(/ \/\/ .*$/, "") };
}
