import type * as z from "zod";
import { type Problem, SettingsError } from "../errors.ts";
import { hostOf } from "../kinds/names.ts";
import { contradictions } from "./contradictions/contradictions.ts";
import { definitions, type SettingKey, type WrittenSettings } from "./definitions.ts";
import { complaintsOf, problemAt } from "./problems.ts";
import type { Settings } from "./settings.ts";
import { unknownSettings } from "./unknown-settings.ts";
import type { SettingsSource } from "./yaml/settings-source.ts";

/** Reads a stack's settings. Throws one SettingsError with everything that is wrong in them, in the order of the file. */
export function parseSettings(source: SettingsSource, now: Date): Settings {
  const { read, problems } = readSettings(source);
  const all = [
    ...source.problems,
    ...unknownSettings(source.values).map((complaint) => problemAt(source, complaint)),
    ...problems,
    ...contradictions(read, source.values, now).map((complaint) => problemAt(source, complaint)),
  ];
  if (all.length > 0 || !isComplete(read)) throw new SettingsError(inOrder(all));
  return settingsOf(read);
}

const schemas: Readonly<Record<string, z.ZodType>> = definitions;

function readSettings(source: SettingsSource): {
  readonly read: Partial<WrittenSettings>;
  readonly problems: readonly Problem[];
} {
  const read: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [key, schema] of Object.entries(schemas)) {
    const value = Object.hasOwn(source.values, key) ? source.values[key] : undefined;
    const result = schema.safeParse(value);
    if (result.success) read[key] = result.data;
    else problems.push(...complaintsOf(result.error.issues, [key], value).map((each) => problemAt(source, each)));
  }
  return { read: read as Partial<WrittenSettings>, problems };
}

function isComplete(read: Partial<WrittenSettings>): read is WrittenSettings {
  return (Object.keys(definitions) as SettingKey[]).every((key) => Object.hasOwn(read, key));
}

/** By line; problems without a line come first. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** Two settings are as others say where nothing is written. */
function settingsOf(read: WrittenSettings): Settings {
  return {
    ...read,
    hostName: read.hostName ?? hostOf(read.serverName),
    publicPort: read.publicPort ?? read.ports.https,
  };
}
