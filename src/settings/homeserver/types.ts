import { isJsonObject, type Json, type JsonObject } from "../../kinds/json.ts";
import type { Complaint } from "../leaf.ts";
import { unknownKey } from "../problems.ts";
import { oneOf } from "../wording.ts";
import type { SettingPath } from "../yaml/settings-source.ts";
import type { OptionType } from "./options.ts";

/** A value as its type wants it (Pulumi hands over `true` and `12` as text), and what is wrong with it. */
export interface Fitted {
  readonly value: Json;
  readonly complaints: readonly Complaint[];
}

/** Fits a value to an option's type. */
export function fitValue(value: Json, type: OptionType, path: SettingPath): Fitted {
  if (typeof type === "string") return fitWord(value, type, path);
  if (isList(type)) return fitList(value, type, path);
  return fitGroup(value, type, path);
}

function isList(type: Exclude<OptionType, string>): type is readonly OptionType[] {
  return Array.isArray(type);
}

function fitWord(value: Json, type: string, path: SettingPath): Fitted {
  for (const word of type.split("|")) {
    const fitted = readers[word]?.(value);
    if (fitted !== undefined) return { value: fitted, complaints: [] };
  }
  return wrong(value, path, describe(type));
}

function fitList(value: Json, [entry = "any", nullable]: readonly OptionType[], path: SettingPath): Fitted {
  if (value === null && nullable === "null") return { value, complaints: [] };
  if (!Array.isArray(value)) return wrong(value, path, "a list");
  const fitted = value.map((each: Json, index) => fitValue(each, entry, [...path, index]));
  return { value: fitted.map((each) => each.value), complaints: fitted.flatMap((each) => each.complaints) };
}

function fitGroup(value: Json, type: Readonly<Record<string, OptionType>>, path: SettingPath): Fitted {
  if (!isJsonObject(value)) return wrong(value, path, `a group with ${oneOf(Object.keys(type))}`);
  const fitted = Object.entries(value).map(([name, each]): readonly [string, Fitted] => {
    const known = Object.hasOwn(type, name) ? type[name] : type["*"];
    const at = [...path, name];
    return [
      name,
      known === undefined
        ? { value: each, complaints: [unknownKey(at, Object.keys(type))] }
        : fitValue(each, known, at),
    ];
  });
  const values: JsonObject = Object.fromEntries(fitted.map(([name, each]) => [name, each.value]));
  return { value: values, complaints: fitted.flatMap(([, each]) => each.complaints) };
}

/** The value is not shown: it may be a secret in the wrong place. */
function wrong(value: Json, path: SettingPath, expected: string): Fitted {
  return {
    value,
    complaints: [{ path, found: `expected ${expected}, found ${kindOf(value)}`, write: `Write ${expected}.` }],
  };
}

function kindOf(value: Json): string {
  if (value === null || value === "") return "nothing";
  if (typeof value === "object") return isJsonObject(value) ? "a group" : "a list";
  return { string: "text", number: "a number", boolean: "a boolean" }[typeof value as "string" | "number" | "boolean"];
}

/** Each gives the fitted value, or undefined when the value is not of that type. */
const readers: Readonly<Record<string, (value: Json) => Json | undefined>> = {
  any: (value) => value,
  null: (value) => (value === null ? value : undefined),
  boolean: (value) =>
    typeof value === "boolean" ? value : value === "true" ? true : value === "false" ? false : undefined,
  integer: (value) => (Number.isSafeInteger(number(value)) ? number(value) : undefined),
  number,
  string: (value) => (typeof value === "string" ? value : undefined),
  array: (value) => (Array.isArray(value) ? value : undefined),
  object: (value) => (isJsonObject(value) ? value : undefined),
  duration: (value) => amount(value, /^\d{1,12}[smhdwy]?$/),
  size: (value) => amount(value, /^\d{1,15}[KMGT]?$/),
};

function number(value: Json): number | undefined {
  if (typeof value === "string" && /^-?\d{1,15}(\.\d{1,15})?$/.test(value)) return Number(value);
  return typeof value === "number" && Math.abs(value) < 1e15 ? value : undefined;
}

/** Synapse's own notation (synapse/config/_base.py, `parse_duration` and `parse_size`). */
function amount(value: Json, pattern: RegExp): Json | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? value : undefined;
  return typeof value === "string" && pattern.test(value) ? value : undefined;
}

const descriptions: Readonly<Record<string, string>> = {
  null: "null",
  boolean: "`true` or `false`",
  integer: "a whole number",
  number: "a number",
  string: "text in quotes",
  array: "a list",
  object: "a group",
  duration: "a duration in Synapse's notation, such as `14d`",
  size: "a size in Synapse's notation, such as `50M`",
};

function describe(type: string): string {
  return type
    .split("|")
    .map((word) => descriptions[word] ?? word)
    .join(", or ");
}
