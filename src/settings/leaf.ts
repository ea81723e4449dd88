import * as z from "zod";
import type { JsonObject } from "../kinds/json.ts";
import { oneOf, plainText, showValue } from "./wording.ts";
import type { SettingPath } from "./yaml/settings-source.ts";

/** Something wrong at or below a setting; `path` counts from that setting and is empty for the setting itself. */
export interface Complaint {
  readonly path?: SettingPath;
  readonly found: string;
  readonly write: string;
}

/** What came of reading one value. */
export type Reading<Value> = { readonly value: Value } | { readonly complaints: readonly Complaint[] };

/** One complaint about one value, in the usual words. */
export function complain(expected: string, value: unknown, write: string): Reading<never> {
  return { complaints: [{ found: `expected ${expected}, found ${showValue(value)}`, write }] };
}

/** A setting that one function reads. `json` says the same to editors, as far as JSON Schema can. */
export function leaf<Value>(json: JsonObject, read: (value: unknown) => Reading<Value>) {
  return z
    .unknown()
    .meta(json)
    .transform((input, context): Value => {
      const reading = read(input);
      if ("value" in reading) return reading.value;
      for (const { path = [], found, write } of reading.complaints) {
        context.addIssue({ code: "custom", path: [...path], message: found, params: { write } });
      }
      return z.NEVER;
    });
}

/** A group of settings and nothing else. Of an unknown name, the error message is the list of known ones, which `problems.ts` reads. */
export function group<Shape extends z.core.$ZodShape>(shape: Shape) {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: ({ code }) => (code === "unrecognized_keys" ? names.join(" ") : `a group with ${oneOf(names)}`),
  });
}

/** One of a few words. */
export function choice<const Word extends string>(words: readonly Word[]) {
  return leaf<Word>({ type: "string", enum: words }, (value) => {
    const word = words.find((each) => each === value);
    if (word !== undefined) return { value: word };
    const meant = words.find((each) => each === plainText(value).trim().toLowerCase()) ?? closest(value, words);
    return complain(oneOf(words), value, `Write ${meant === null ? oneOf(words) : `\`${meant}\``}.`);
  });
}

/** A word for yes and one for no. */
export const onOrOff = z.pipe(
  choice(["on", "off"]),
  z.transform((word): boolean => word === "on"),
);

/** A setting without a default: null where nothing is written. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().transform((read) => read ?? null);
}

/** A boolean where the words are `on` and `off`. */
function closest<Word extends string>(value: unknown, words: readonly Word[]): Word | null {
  const same = new Map<unknown, string>([
    [true, "on"],
    ["true", "on"],
    ["yes", "on"],
    [false, "off"],
    ["false", "off"],
    ["no", "off"],
    ["none", "off"],
  ]);
  return words.find((each) => each === same.get(value)) ?? null;
}
