import { isDeepStrictEqual } from "node:util";
import { Document, isCollection, isMap, isNode, isPair, isScalar, isSeq, type Pair, visit, type YAMLSeq } from "yaml";
import { fieldsOf } from "../../../kinds/json.ts";
import { plainOf } from "../file/nodes.ts";
import { parseRoster } from "../file/roster-file.ts";

/** An entry to be added: the fields of a member, space or room as they are written. */
export type Entry = Readonly<Record<string, unknown>>;

/** A list of a roster. */
export type ListKey = "members" | "spaces" | "rooms";

/**
 * Adds entries at the end of a list. Everything else stays as it was written, comments and blank lines too; where a list or the whole
 * roster is in brackets, it is written out, and comments stay.
 */
export function appendTo(text: string, key: ListKey, entries: readonly Entry[]): string {
  if (entries.length === 0) return text;
  const document = parseRoster(text);
  const added = withLines(text, pairOf(document, key), key, entries);
  return isSame(added, text, key, entries) ? added : writtenOut(document, key, entries);
}

function withLines(text: string, pair: Pair | null, key: ListKey, entries: readonly Entry[]): string {
  if (pair === null) return `${ended(text)}\n${key}:\n${linesOf(entries, "  ")}`;
  const isList = isSeq(pair.value) && pair.value.items.length > 0;
  return isList ? insertAfter(text, pair.value as YAMLSeq, entries) : fill(text, pair, entries);
}

/** Whether the new text says the same as the old one, and the entries. */
function isSame(added: string, text: string, key: ListKey, entries: readonly Entry[]): boolean {
  const [now, before] = [added, text].map((each) => fieldsOf(plainOf(parseRoster(each).contents)));
  const list: unknown = before?.[key];
  const asRead = plainOf(parseRoster(linesOf(entries, "")).contents);
  const wanted = [...(Array.isArray(list) ? list : []), ...(Array.isArray(asRead) ? asRead : [])];
  return parseRoster(added).errors.length === 0 && isDeepStrictEqual(now, { ...before, [key]: wanted });
}

function pairOf({ contents }: Document, key: string): Pair | null {
  if (!isMap(contents)) return null;
  const found = contents.items.find((pair) => isPair(pair) && isScalar(pair.key) && pair.key.value === key);
  return found ?? null;
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/** After the last text of the list, and a comment behind it. */
function insertAfter(text: string, list: YAMLSeq, entries: readonly Entry[]): string {
  const first = list.items[0];
  const begin = isNode(first) ? (first.range?.[0] ?? 0) : 0;
  const line = text.slice(text.lastIndexOf("\n", begin - 1) + 1, begin);
  const indent = /^ */.exec(line)?.[0] ?? "  ";
  const at = afterComments(text, lineEnd(text, endOf(list)), indent.length);
  return `${ended(text.slice(0, at))}${linesOf(entries, indent)}${text.slice(at)}`;
}

function endOf(list: YAMLSeq): number {
  let end = 0;
  visit(list, {
    Node: (_, node) => {
      const isText = isScalar(node) || (isCollection(node) && node.flow === true);
      if (isText) end = Math.max(end, node.range?.[1] ?? 0);
    },
  });
  return end;
}

/** Comments that stand deeper than the list belong to its last entry. */
function afterComments(text: string, offset: number, indent: number): number {
  const [line] = /^[ \t]*#[^\n]*(\n|$)/.exec(text.slice(offset)) ?? [];
  if (line === undefined || line.indexOf("#") <= indent) return offset;
  return afterComments(text, offset + line.length, indent);
}

/** The beginning of the next line. */
function lineEnd(text: string, offset: number): number {
  if (text[offset - 1] === "\n") return offset;
  const next = text.indexOf("\n", offset);
  return next === -1 ? text.length : next + 1;
}

/** In place of nothing, or of empty brackets. */
function fill(text: string, { key, value }: Pair, entries: readonly Entry[]): string {
  const range = isNode(value) && (isSeq(value) || isMap(value)) ? value.range : null;
  const keyEnd = isNode(key) ? text.indexOf(":", key.range?.[1] ?? 0) + 1 : 0;
  const emptied =
    range === null || range === undefined ? text : `${text.slice(0, range[0]).trimEnd()}${text.slice(range[1])}`;
  const at = lineEnd(emptied, keyEnd);
  return `${ended(emptied.slice(0, at))}${linesOf(entries, "  ")}${emptied.slice(at)}`;
}

function writtenOut(document: Document, key: ListKey, entries: readonly Entry[]): string {
  const { contents } = document;
  const list = document.get(key, true);
  if (isCollection(contents)) contents.flow = false;
  if (isSeq(list)) {
    list.flow = false;
    for (const entry of entries) list.add(document.createNode(entry));
  } else {
    document.set(key, document.createNode(entries));
  }
  return document.toString({ lineWidth: 0 });
}

/** Items of a list that fit one line. */
const longestInBrackets = 6;

/** Entries as lines of a list. Texts that programs could take for something else get quotes. */
function linesOf(entries: readonly Entry[], indent: string): string {
  const document = new Document(entries, { version: "1.2", schema: "core" });
  visit(document, {
    Seq: (key, node) => {
      node.flow = key !== null && node.items.length <= longestInBrackets;
    },
  });
  const lines = document.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd().split("\n");
  return lines.map((line) => (line === "" ? "\n" : `${indent}${line}\n`)).join("");
}
