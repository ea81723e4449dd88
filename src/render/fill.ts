import { dump, load } from "js-yaml";
import { isJsonObject, type Json, type JsonObject } from "../kinds/json.ts";
import type { Templates } from "./files.ts";
import { careful } from "./services/pyyaml.ts";

/** Values for a template's placeholders; undefined leaves the key or the line out. */
export type Values = Readonly<Record<string, Json | undefined>>;

/** Fills a YAML or JSON template: each `"{{name}}"` becomes the value of that name, and a key whose value is undefined is left out. */
export function fillYaml(templates: Templates, path: string, values: Values): JsonObject {
  const filled = replaceIn(load(templateAt(templates, path)) as Json, values);
  if (!isJsonObject(filled)) throw new Error(`templates/${path} is no mapping`);
  return filled;
}

/** Writes YAML the way Synapse's reader (PyYAML, YAML 1.1) understands it, without aliases and without folding long lines. */
export function writeYaml(value: JsonObject): string {
  return dump(value, { schema: careful, noRefs: true, lineWidth: -1 });
}

/** Fills a template of another kind line by line: each quoted `{{name}}` becomes the value as `quote` writes it, a list its items with spaces between; a line with an undefined value is left out. */
export function fillLines(
  templates: Templates,
  path: string,
  values: Values,
  quote: (value: string) => string,
): string {
  const lines = templateAt(templates, path).split("\n");
  return lines.flatMap((line) => fillLine(line, path, values, quote)).join("\n");
}

/** A template as it stands. */
export function templateAt(templates: Templates, path: string): string {
  const text = templates.get(path);
  if (text === undefined) throw new Error(`there is no template ${path}`);
  return text;
}

function replaceIn(node: Json, values: Values): Json | undefined {
  if (typeof node === "string") {
    const name = /^\{\{(\w+)\}\}$/.exec(node)?.[1];
    return name === undefined ? node : lookUp(name, values);
  }
  if (Array.isArray(node))
    return node.map((each: Json) => replaceIn(each, values)).filter((each) => each !== undefined);
  if (!isJsonObject(node)) return node;
  const entries = Object.entries(node).map(([key, each]) => [key, replaceIn(each, values)] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function fillLine(line: string, path: string, values: Values, quote: (value: string) => string): readonly string[] {
  const match = /(["'])\{\{(\w+)\}\}\1/.exec(line);
  if (match?.[2] === undefined) return [line];
  const value = lookUp(match[2], values);
  if (value === undefined) return [];
  const all: readonly Json[] = Array.isArray(value) ? value : [value];
  if (!all.every((each) => typeof each === "string" || typeof each === "number"))
    throw new Error(`${path}: ${match[2]} is no text, number or list of them`);
  return [line.replace(match[0], () => all.map((each) => quote(String(each))).join(" "))];
}

function lookUp(name: string, values: Values): Json | undefined {
  if (!Object.hasOwn(values, name)) throw new Error(`no value was given for {{${name}}}`);
  return values[name];
}
