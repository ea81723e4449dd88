import { type Document, isMap, isNode, isPair, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";
import { type Problem, SettingsError } from "../../errors.ts";
import type { SettingPath, SettingsSource } from "./settings-source.ts";
import { configProblems, topLevelProblems } from "./stack-file-keys.ts";
import {
  ambiguities,
  conflictMarkers,
  type Report,
  reporter,
  settingsBelowSalt,
  syntaxProblems,
} from "./yaml-problems.ts";

/** No stack file that people wrote comes near this; more is an accident or an attack. */
const longestFile = 1_000_000;
const deepest = 100;

/** Reads a Pulumi stack file (`Pulumi.STACK.yaml`) the way Pulumi does, and refuses what Pulumi would read differently from how it looks. Throws a SettingsError if the text is not a stack file; problems of single lines are returned in `problems`. */
export function readStackFile(text: string, file: string): SettingsSource {
  const lines = new LineCounter();
  const report = reporter(file, lines);
  refuseHuge(text, report);
  stopAt([...conflictMarkers(text, file), ...settingsBelowSalt(text, file)]);
  const document = parseDocument(text, {
    version: "1.2",
    schema: "core",
    lineCounter: lines,
    prettyErrors: false,
    merge: false,
  });
  stopAt(syntaxProblems(document.errors, report));
  stopAt(ambiguities(document, report));
  const config = configOf(document, report);
  const problems = [...topLevelProblems(document, report), ...configProblems(config, report)];
  return { file, values: valuesOf(config), problems, locate: (path) => locate(config, path, lines) };
}

function stopAt(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new SettingsError(problems);
}

/** The parser calls itself for every level, so depth is measured before it runs. */
function refuseHuge(text: string, report: Report): void {
  if (text.length > longestFile)
    stopAt([report(undefined, "YAML", `the file has ${text.length} characters`, "Shorten it to less than a million.")]);
  const open = text.replace(/[^[{]/g, "").length;
  const indent = Math.max(0, ...[...text.matchAll(/^[ -]*/gm)].map(([space]) => space.length));
  if (open > deepest * 10 || indent > deepest * 4) {
    stopAt([report(undefined, "YAML", "the settings are nested too deeply", `Keep to ${deepest} levels.`)]);
  }
}

/** The mapping under `config:`; null when there is none, as in an empty file. */
function configOf(document: Document, report: Report): YAMLMap | null {
  const { contents } = document;
  if (contents === null || (isNode(contents) && contents.toJSON() === null)) return null;
  if (!isMap(contents))
    throw new SettingsError([
      report(0, "YAML", "the file is not a mapping", "Begin with `config:` and indent the settings below it."),
    ]);
  const config = contents.get("config", true);
  if (config === undefined || config.toJSON() === null) return null;
  if (isMap(config)) return config;
  throw new SettingsError([
    report(
      config.range?.[0],
      "config",
      "this is not a mapping",
      "Write one setting a line below it, such as `  chatkeep:serverName: acme.example`.",
    ),
  ]);
}

const namespace = "chatkeep:";

function valuesOf(config: YAMLMap | null): Readonly<Record<string, unknown>> {
  const entries = Object.entries((config?.toJSON() ?? {}) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(
    entries.filter(([key]) => key.startsWith(namespace)).map(([key, value]) => [key.slice(namespace.length), value]),
  );
}

function locate(config: YAMLMap | null, [first, ...rest]: SettingPath, lines: LineCounter): number | null {
  let node: unknown = config;
  let offset: number | null = null;
  for (const part of [`${namespace}${first}`, ...rest]) {
    const child = childOf(node, part);
    if (child === null) break;
    node = child.node;
    offset = child.offset ?? offset;
  }
  return offset === null ? null : lines.linePos(offset).line;
}

interface Child {
  readonly node: unknown;
  readonly offset: number | undefined;
}

/** The value of a name or a list position, and its line: a mapping's line is that of its key. */
function childOf(node: unknown, part: string | number): Child | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => isPair(item) && String(item.key) === String(part));
    return pair === undefined ? null : { node: pair.value, offset: isNode(pair.key) ? pair.key.range?.[0] : undefined };
  }
  const item =
    typeof node === "object" && node !== null && "items" in node && Array.isArray(node.items)
      ? node.items[Number(part)]
      : undefined;
  return isNode(item) ? { node: item, offset: (item as Node).range?.[0] } : null;
}
