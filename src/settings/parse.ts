import type * as z from "zod";
import { type Problem, SpecError } from "../errors.ts";
import { hostOf } from "../kinds/names.ts";
import { contradictions } from "./contradictions/contradictions.ts";
import { type SettingKey, type Settings, settings } from "./definitions.ts";
import { complaintsOf, problemAt } from "./problems.ts";
import type { Spec } from "./settings.ts";
import { unknownSettings } from "./unknown-settings.ts";
import type { SettingsSource } from "./yaml/settings-source.ts";

/** Reads a stack's settings. Throws one SpecError with everything that is wrong in them, in the order of the file. */
export function parseSpec(source: SettingsSource, now: Date): Spec {
  const { read, problems } = readSettings(source);
  const all = [
    ...source.problems,
    ...unknownSettings(source.values).map((complaint) => problemAt(source, complaint)),
    ...problems,
    ...contradictions(read, source.values, now).map((complaint) => problemAt(source, complaint)),
  ];
  if (all.length > 0 || !isComplete(read)) throw new SpecError(inOrder(all));
  return specOf(read);
}

const schemas: Readonly<Record<string, z.ZodType>> = settings;

function readSettings(source: SettingsSource): {
  readonly read: Partial<Settings>;
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
  return { read: read as Partial<Settings>, problems };
}

function isComplete(read: Partial<Settings>): read is Settings {
  return (Object.keys(settings) as SettingKey[]).every((key) => Object.hasOwn(read, key));
}

/** By line; what stands on no line comes first. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

function specOf({ hostName, adminContact, mtu, push, publicPort, ...rest }: Settings): Spec {
  return {
    ...rest,
    hostName: hostName ?? hostOf(rest.serverName),
    adminContact: adminContact ?? null,
    mtu: mtu ?? null,
    push: push === "on",
    publicPort: publicPort ?? rest.ports.https,
  };
}
