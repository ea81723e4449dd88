import { type Document, LineCounter, parseDocument, type YAMLError } from "yaml";
import { type Problem, SettingsError } from "../../../errors.ts";
import { quote } from "../../wording.ts";
import { conflictMarkers, syntaxProblems } from "../../yaml/yaml-problems.ts";
import { type Complaint, keyOf } from "../complaint.ts";
import { refuseHuge } from "./huge.ts";
import { offsetOf, plainOf } from "./nodes.ts";
import { aliasOffsets, oddities } from "./oddities.ts";

/** A roster as it was written: values are texts, groups and lists, with the place of each. */
export interface RosterFile {
  readonly values: unknown;
  /** Problems that were found while reading; the rest can be judged all the same. */
  readonly problems: readonly Problem[];
  /** A complaint with its file, line and column; nothing where an alias stands, which is a problem already. */
  problemsAt(complaint: Complaint): readonly Problem[];
}

/**
 * Reads the YAML of a roster. Every scalar is text (YAML 1.2, "failsafe schema"): a telephone number keeps its zeros. Throws a
 * SettingsError if the text cannot be read at all.
 */
export function readRosterFile(text: string, file: string): RosterFile {
  const lines = new LineCounter();
  const place = (offset: number | undefined) => placeOf(file, lines, offset);
  const report = (offset: number | undefined, key: string, found: string, write: string): Problem => ({
    ...place(offset),
    key,
    found,
    write,
  });
  stopAt([...refuseHuge(text, file), ...conflictMarkers(text, file)]);
  const document = parseRoster(text, lines);
  const [ids, others] = split(document.errors, isBareId);
  stopAt(syntaxProblems(others, report));
  const aliases = aliasOffsets(document);
  const bare = ids.map(({ pos }) => quoteId(text, pos[0], report));
  const problems = [...bare, ...oddities(document, report)];
  return {
    values: plainOf(document.contents),
    problems,
    problemsAt: ({ path, found, write, at }) => {
      const offset = offsetOf(document.contents, path, at);
      return offset !== undefined && aliases.has(offset) ? [] : [{ ...place(offset), key: keyOf(path), found, write }];
    },
  };
}

/** The document of a roster, comments and all. Duplicate keys are judged elsewhere: the parser compares each with all others. */
export function parseRoster(text: string, lines?: LineCounter): Document {
  return parseDocument(text, {
    version: "1.2",
    schema: "failsafe",
    prettyErrors: false,
    merge: false,
    uniqueKeys: false,
    ...(lines === undefined ? {} : { lineCounter: lines }),
  });
}

/** A place in the file, from its offset. */
function placeOf(
  file: string,
  lines: LineCounter,
  offset: number | undefined,
): Pick<Problem, "file" | "line" | "column"> {
  if (offset === undefined) return { file, line: null };
  const { line, col } = lines.linePos(offset);
  return { file, line, column: col };
}

function stopAt(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new SettingsError(problems);
}

/** `@` cannot begin a text without quotes (YAML 1.2, "Indicator Characters"): a mistake that everyone makes once. */
function isBareId({ code, message }: YAMLError): boolean {
  return code === "BAD_SCALAR_START" && message.includes("@");
}

function quoteId(
  text: string,
  offset: number,
  report: (offset: number, key: string, found: string, write: string) => Problem,
): Problem {
  const id = /^@[^\s,\]}#]*/.exec(text.slice(offset, offset + 300))?.[0] ?? "@";
  return report(
    offset,
    "YAML",
    `${quote(id)} begins with \`@\`, which YAML allows only in quotes`,
    `Write "${quote(id).slice(1, -1)}".`,
  );
}

function split<Item>(
  items: readonly Item[],
  fits: (item: Item) => boolean,
): readonly [readonly Item[], readonly Item[]] {
  return [items.filter(fits), items.filter((item) => !fits(item))];
}
