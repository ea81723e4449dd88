import type * as z from "zod";
import type { SettingPath } from "../yaml/settings-source.ts";

/** A value in which what could not be read is left out: null in its place in a list, so that the others keep theirs. */
export type Readable<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : Value extends readonly (infer Item)[]
    ? readonly (Item | null)[]
    : { readonly [Key in keyof Value]: Readable<Value[Key]> };

/** What is left of a value without what is wrong at these places in it; undefined where it is wrong as a whole. */
export function readableOf<Schema extends z.ZodType>(
  schema: Schema,
  written: unknown,
  wrong: readonly SettingPath[],
): Readable<z.output<Schema>> | undefined {
  if (wrong.some((path) => path.length === 0)) return undefined;
  const result = schema.safeParse(without(written, wrong));
  return result.success ? (withGaps(result.data, wrong) as Readable<z.output<Schema>>) : undefined;
}

function without(value: unknown, wrong: readonly SettingPath[]): unknown {
  if (typeof value !== "object" || value === null || wrong.length === 0) return value;
  const parts = partsOf(wrong);
  const right = (entries: readonly (readonly [string, unknown])[]) =>
    entries.flatMap(([key, each]) => {
      const inside = parts.get(key) ?? [];
      return isWhole(inside) ? [] : [[key, without(each, inside)] as const];
    });
  const left = right(Object.entries(value));
  return Array.isArray(value) ? left.map(([, each]) => each) : Object.fromEntries(left);
}

/** Lists are read item by item, so those that are left keep their order. */
function withGaps(read: unknown, wrong: readonly SettingPath[]): unknown {
  if (typeof read !== "object" || read === null || wrong.length === 0) return read;
  const parts = partsOf(wrong);
  if (!Array.isArray(read))
    return Object.fromEntries(Object.entries(read).map(([key, each]) => [key, withGaps(each, parts.get(key) ?? [])]));
  const gaps = new Set([...parts].flatMap(([key, inside]) => (isWhole(inside) ? [Number(key)] : [])));
  const items = read.values();
  return Array.from({ length: read.length + gaps.size }, (_, index) => (gaps.has(index) ? null : items.next().value));
}

/** What is wrong, by the key or index that it is below. */
function partsOf(wrong: readonly SettingPath[]): ReadonlyMap<string, readonly SettingPath[]> {
  const parts = Map.groupBy(wrong, ([part]) => String(part));
  return new Map([...parts].map(([part, paths]) => [part, paths.map((path) => path.slice(1))]));
}

/** Whether it is wrong as a whole. */
function isWhole(inside: readonly SettingPath[]): boolean {
  return inside.some((path) => path.length === 0);
}
