import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { replacedWords } from "./support/word-list.ts";

const root = join(import.meta.dirname, "..");

/** Code and scripts: their messages, comments and names. */
const sources = [
  "src/**/*.ts",
  "stacks/**/*.{ts,mjs}",
  "airgap/**/*.ts",
  "bootstrap/**/*.mjs",
  "templates/**/*.{sh,js,css,py,conf,yaml,caddyfile}",
  "templates/proxy/Caddyfile",
  "images/**/*.{sh,py,md,go}",
  "images/**/{Dockerfile,Caddyfile}",
];
/** Documents, pages and the schema that editors show. */
const texts = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "docs/**/*.md",
  "templates/stack.yaml",
  "templates/**/*.{html,txt}",
  "stacks/chatkeep.schema.json",
];
/** Names and comments of tests: the words that hide who acts. */
const tests = ["test/**/*.ts", "bench/**/*.ts", "soak/**/*.ts"];
const unclear = replacedWords.filter(({ reason }) => reason.startsWith("hides who"));

/**
 * Files whose comments keep such words until the file changes for another reason: a new text would replace everyone's Synapse,
 * Postgres or TURN container, or build an image again.
 */
const unchanged = [
  "templates/health.sh",
  "templates/postgres/cluster.sh",
  "templates/room.sh",
  "templates/synapse/check.sh",
  "templates/synapse/pictures.py",
  "templates/synapse/secret.yaml",
  "templates/turn/start.sh",
  "templates/turn/turnserver.conf",
  "images/README.md",
  "images/synapse/Dockerfile",
  "src/io/images/prepared-database.ts",
];

/** It shows texts as they were before. */
const quoted = "docs/measurements/reworded.md";

/** Lines that need such a word: the user `nobody`, a process that there is not, and the flag of an earlier version. */
const needed =
  /the user nobody|notify_appservices_from_worker: nobody|nobody:nogroup|-o nobody |`--despite` is `--skip-check`/;

const lines = linesOfAll([...sources, ...texts]).filter(({ file }) => ![...unchanged, quoted].includes(file));

describe("texts, comments and names", () => {
  it("are found", () => {
    expect(lines.length).toBeGreaterThan(20_000);
  });

  it.each(replacedWords)("use $instead, and not $word", ({ word }) => {
    expect(linesWith(word, lines)).toEqual([]);
  });

  it.each(unclear)("of tests use $instead, and not $word", ({ word }) => {
    const user = /["'`]nobody["'`]|nobody:x:|--stack nobody|nobody\.(example|acme)/;
    const own = linesOfAll(tests).filter(({ file, text }) => !/word(s|-list)\./.test(file) && !user.test(text));
    expect(linesWith(word, own)).toEqual([]);
  });

  it.each(unchanged)("%s is excused as long as it needs to be", (file) => {
    expect(replacedWords.filter(({ word }) => linesWith(word, linesOf(file)).length > 0)).not.toEqual([]);
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
    "continue with `--despite`",
    "await mendCheckpoint(session);",
    "const isHomeless = true;",
    "/** Reads what everybody may read. */",
    "2 to know about",
    "Install the engine anew",
    "the official ones could not be had",
    "the master key stands in the open",
  ])("finds: %s", (text) => {
    expect(replacedWords.flatMap(({ word }) => linesWith(word, [{ file: "", line: 1, text }]))).not.toEqual([]);
  });

  it.each(["anyone with root", "the images are available", "Synapse reaches its database", "on the one hand"])(
    "leaves alone: %s",
    (text) => {
      expect(replacedWords.flatMap(({ word }) => linesWith(word, [{ file: "", line: 1, text }]))).toEqual([]);
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

/** The lines with a word, in a sentence or in a name such as `lookedAt`. */
function linesWith(word: RegExp, among: readonly Line[]): readonly string[] {
  return among
    .filter(({ text }) => word.test(text) || word.test(apart(text)))
    .filter(({ text }) => !needed.test(text))
    .map(({ file, line, text }) => `${file}:${line}: ${text}`);
}

/** A text with the words of its names apart. */
function apart(text: string): string {
  return text.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/_/g, " ");
}

function linesOfAll(patterns: readonly string[]): readonly Line[] {
  const files = globSync([...patterns], { cwd: root }).filter((file) => !file.includes("node_modules"));
  return files.toSorted().flatMap((file) => [{ file, line: 0, text: file }, ...linesOf(file)]);
}

function linesOf(file: string): readonly Line[] {
  const all = readFileSync(join(root, file), "utf8").split("\n");
  return all.map((text, index) => ({ file, line: index + 1, text: text.trim() }));
}
