import type * as z from "zod";
import type { Problem } from "../errors.ts";
import type { Complaint } from "./leaf.ts";
import { nearest } from "./nearest.ts";
import { lastingPurposes } from "./shapes/keys.ts";
import { keyOf, oneOf, plainText, quote, showValue } from "./wording.ts";
import type { SettingPath, SettingsSource } from "./yaml/settings-source.ts";

type Issue = z.core.$ZodIssue;

/** A complaint about a place in the settings, with the place's key and line. */
export function problemAt(source: SettingsSource, { path = [], found, write }: Complaint): Problem {
  return { file: source.file, line: source.locate(path), key: keyOf(path), found, write };
}

/** zod's problems with one setting, as chatkeep's messages. `base` is the setting's path, `value` what is written there. */
export function complaintsOf(issues: readonly Issue[], base: SettingPath, value: unknown): readonly Complaint[] {
  return issues.flatMap((issue) => complaintsOfIssue(issue, base, value));
}

function complaintsOfIssue(issue: Issue, base: SettingPath, value: unknown): readonly Complaint[] {
  const inner = issue.path.filter((part) => typeof part !== "symbol");
  const [path, here] = [[...base, ...inner], valueAt(value, inner)];
  switch (issue.code) {
    case "custom":
      return [{ path, found: issue.message, write: String(issue.params?.write ?? "") }];
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey([...path, key], issue.message.split(" ")));
    case "invalid_union":
      if (issue.errors.length > 0) return complaintsOf(branch(issue.errors, here), path, here);
      return [unknownMode(path, issue.message, here)];
    default:
      return [expected(path, issue.message, here)];
  }
}

/** Our unions begin with the plain form and end with the structured one. */
function branch(errors: readonly (readonly Issue[])[], value: unknown): readonly Issue[] {
  return (typeof value === "object" && value !== null ? errors.at(-1) : errors[0]) ?? [];
}

function expected(path: SettingPath, words: string, value: unknown): Complaint {
  return { path, found: `expected ${words}, found ${showValue(value)}`, write: `Write ${words}.` };
}

/** A group whose `mode` is none; the message names the known ones between backticks. */
function unknownMode(path: SettingPath, words: string, value: unknown): Complaint {
  const known = [...words.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
  const meant = nearest(plainText(value), known);
  return { ...expected(path, words, value), ...(meant === null ? {} : { write: `Write \`${meant}\`.` }) };
}

function valueAt(value: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>((at, part) => {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, part)) return undefined;
    return (at as Readonly<Record<string | number, unknown>>)[part];
  }, value);
}

/** An unknown name, and the known name that is closest. Its value is not shown: it may be a secret. */
export function unknownKey(path: SettingPath, known: readonly string[]): Complaint {
  const name = String(path.at(-1));
  const lasting =
    path[0] === "epochs" ? Object.entries(lastingPurposes).find(([purpose]) => purpose === name) : undefined;
  if (lasting !== undefined) return { path, found: lasting[1], write: "Delete the line." };
  const meant = nearest(name, known);
  const write =
    meant === null ? `Delete it, or write one of ${oneOf(known)}.` : `Write ${quote(meant)}, or delete the line.`;
  return { path, found: "there is no such setting", write };
}
