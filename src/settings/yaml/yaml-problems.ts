import {
  type Document,
  isAlias,
  isCollection,
  isScalar,
  type LineCounter,
  type Node,
  type Pair,
  visit,
  type YAMLError,
} from "yaml";
import type { Problem } from "../../errors.ts";
import { quote } from "../wording.ts";
import { surpriseOf } from "./yaml-scalars.ts";

/** Makes a problem of a place in a YAML text. */
export type Report = (offset: number | undefined, key: string, found: string, write: string) => Problem;

/** A Report for one file. */
export function reporter(file: string, lines: LineCounter): Report {
  return (offset, key, found, write) => {
    const line = offset === undefined ? null : lines.linePos(offset).line;
    return { file, line, key, found, write };
  };
}

const advice: Readonly<Record<string, readonly [found: string, write: string]>> = {
  DUPLICATE_KEY: ["the same key appears a second time", "Delete one of the two."],
  TAB_AS_INDENT: ["a tab is used for indentation", "Indent with spaces."],
  MULTIPLE_DOCS: [
    "a second document begins",
    "Delete the line `---` and what follows: only the first document counts.",
  ],
  BAD_ALIAS: [
    "this is an anchor or alias that cannot be resolved",
    "Write the value itself, or put the text in quotes.",
  ],
};

/** What the YAML parser could not read. */
export function syntaxProblems(errors: readonly YAMLError[], report: Report): readonly Problem[] {
  return errors.map(({ code, message, pos }) => {
    const reason = message.split(" at line ")[0] ?? "";
    const [found, write] = advice[code] ?? [
      `this is not valid YAML (${reason})`,
      "Correct the line; text with special characters goes in quotes.",
    ];
    return report(pos[0], "YAML", found, write);
  });
}

/** The lines that git leaves where two changes conflict (git-merge(1), "HOW CONFLICTS ARE PRESENTED"). The line in their middle means nothing by itself. */
export function conflictMarkers(text: string, file: string): readonly Problem[] {
  const lines = text.split(/\r?\n/);
  const begin = lines.findIndex((line) => /^<{7}( |$)/.test(line));
  const end = lines.findIndex((line) => /^>{7}( |$)/.test(line));
  const first = begin === -1 ? end : begin;
  if (first === -1) return [];
  const found = `${quote(lines[first] ?? "")} is left from a merge of two versions of this file`;
  const write =
    "Choose one of the two parts, and delete the other part and the lines `<<<<<<<`, `=======` and `>>>>>>>`.";
  return [{ file, line: first + 1, key: "YAML", found, write }];
}

/** Settings that were added at the end of the file, below the line that Pulumi writes there: YAML takes them for its continuation. */
export function settingsBelowSalt(text: string, file: string): readonly Problem[] {
  const lines = text.split(/\r?\n/);
  const salt = lines.findIndex((line) => line.startsWith("encryptionsalt:"));
  const below = salt === -1 ? [] : lines.slice(salt + 1);
  const last = below.findIndex((line) => /^[^\s#]/.test(line));
  const first = (last === -1 ? below : below.slice(0, last)).findIndex((line) => /^\s+chatkeep:/.test(line));
  if (first === -1) return [];
  const key = /chatkeep:\w+/.exec(below[first] ?? "")?.[0] ?? "YAML";
  const write = "Move the line up, below `config:`, with the other settings.";
  return [{ file, line: salt + first + 2, key, found: "the setting is below `encryptionsalt:`", write }];
}

/** What can be read, but not in one way: anchors, aliases, merges, tags, numbers that are none. */
export function ambiguities(document: Document, report: Report): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Alias: (_, node) => void problems.push(ambiguity(node, report, "an alias is used here", "Write the value itself.")),
    Pair: (_, pair) => void problems.push(...oddKey(pair, report)),
    Node: (_, node) => void problems.push(...oddNode(node, report)),
  });
  return problems;
}

function oddNode(node: Node, report: Report): readonly Problem[] {
  if (isAlias(node)) return [];
  const found: Problem[] = [];
  if (node.anchor !== undefined)
    found.push(ambiguity(node, report, "an anchor is used here", "Delete the word that begins with `&`."));
  if (node.tag !== undefined)
    found.push(ambiguity(node, report, "a tag is used here", "Delete the word that begins with `!`."));
  const surprise = isScalar(node) ? surpriseOf(node) : null;
  if (isScalar(node) && surprise !== null) {
    const text = `${quote(node.source ?? "")} without quotes is ${surprise}`;
    found.push(ambiguity(node, report, text, "Put it in quotes, or write a plain decimal number."));
  }
  return found;
}

function oddKey({ key }: Pair, report: Report): readonly Problem[] {
  if (isScalar(key) && key.value === "<<")
    return [ambiguity(key, report, "a merge (`<<`) is used here", "Write the settings themselves.")];
  if (isScalar(key) && typeof key.value === "string") return [];
  const offset = isScalar(key) || isCollection(key) ? key.range?.[0] : undefined;
  return [report(offset, "YAML", "a key is not text", "Put the key in quotes.")];
}

function ambiguity(node: Node, report: Report, found: string, write: string): Problem {
  return report(node.range?.[0], "YAML", found, write);
}
