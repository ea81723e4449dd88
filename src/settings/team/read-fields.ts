import type * as z from "zod";
import { complaintsOf, unknownKey } from "../problems.ts";
import { oneOf, showValue } from "../wording.ts";
import type { SettingPath } from "../yaml/settings-source.ts";
import type { Complaint } from "./complaint.ts";
import { type Readable, readableOf } from "./readable.ts";

/** A table of fields: how each is read. */
export type Fields = Readonly<Record<string, z.ZodType>>;

/** What is left of a group after reading: the fields that were right, and what is wrong with the others. */
export interface Fielded<Shape extends Fields> {
  readonly path: SettingPath;
  readonly read: { readonly [Key in keyof Shape]?: z.output<Shape[Key]> };
  /** Those and what could be read of the others. */
  readonly readable: { readonly [Key in keyof Shape]?: Readable<z.output<Shape[Key]>> };
  readonly complaints: readonly Complaint[];
}

/** Reads a group field by field: one that is wrong hides no mistake in the others. */
export function readFields<Shape extends Fields>(fields: Shape, value: unknown, path: SettingPath): Fielded<Shape> {
  if (!isGroup(value)) return { path, read: {}, readable: {}, complaints: [noGroup(fields, value, path)] };
  const read: Record<string, unknown> = {};
  const readable: Record<string, unknown> = {};
  const complaints: Complaint[] = Object.keys(value)
    .filter((key) => !Object.hasOwn(fields, key))
    .map((key) => adviseUnknown([...path, key], Object.keys(fields)));
  for (const [key, schema] of Object.entries(fields)) {
    const field = readField(schema, Object.hasOwn(value, key) ? (value[key] ?? undefined) : undefined);
    if ("read" in field) read[key] = field.read;
    if ("readable" in field) readable[key] = field.readable;
    complaints.push(...field.complaints.map((each) => ({ ...each, path: [...path, key, ...each.path] })));
  }
  return { path, read: read as Fielded<Shape>["read"], readable: readable as Fielded<Shape>["readable"], complaints };
}

/** One field: all of it, or what is left without what is wrong in it. The complaints' paths begin there. */
function readField(schema: z.ZodType, written: unknown) {
  const result = schema.safeParse(written);
  if (result.success) return { read: result.data, readable: result.data, complaints: [] };
  const complaints = complaintsOf(result.error.issues, [], written).map(placed);
  const left = readableOf(
    schema,
    written,
    complaints.map(({ path }) => path),
  );
  return left === undefined ? { complaints } : { readable: left, complaints };
}

/** Reads a list of groups; nothing is an empty one. */
export function readList<Shape extends Fields>(
  fields: Shape,
  value: unknown,
  path: SettingPath,
): { readonly items: readonly Fielded<Shape>[]; readonly complaints: readonly Complaint[] } {
  if (value === undefined || value === null) return { items: [], complaints: [] };
  if (Array.isArray(value)) {
    const items = value.map((each, index) => readFields(fields, each, [...path, index]));
    return { items, complaints: items.flatMap(({ complaints }) => complaints) };
  }
  const found = `expected a list, found ${showValue(value)}`;
  return { items: [], complaints: [{ path, found, write: "Begin each one with `- `, on a line of its own." }] };
}

function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function noGroup(fields: Fields, value: unknown, path: SettingPath): Complaint {
  const first = Object.keys(fields)[0] ?? "";
  const found = `expected a group with ${oneOf(Object.keys(fields))}, found ${showValue(value)}`;
  return { path, found, write: `Write \`${first}:\` and the others on lines of their own.` };
}

/** What people would expect here, and a roster does not promise: why, and what to do instead. */
function adviseUnknown(path: SettingPath, known: readonly string[]): Complaint {
  if (/creat/i.test(String(path.at(-1)))) {
    const found = "Synapse cannot limit who creates rooms (only a module could), so a roster does not promise it";
    return { path, at: "name", found, write: "Delete it; `npx chatkeep team status` names rooms that members made." };
  }
  if (/^(avatar|avatar_?url|picture|icon|image|logo)$/i.test(String(path.at(-1)))) return advisePicture(path, known);
  return { ...unknownKey(path, known), path, found: "a roster has no such key here", at: "name" };
}

function advisePicture(path: SettingPath, known: readonly string[]): Complaint {
  if (known.includes("avatar")) {
    const found = "a roster has no such key here";
    return { path, at: "name", found, write: "Write `avatar`, and the path of a picture in the roster's folder." };
  }
  const found = "only rooms and spaces have a picture in a roster";
  return { path, at: "name", found, write: "Delete it; members choose their own picture in an app." };
}

function placed({
  path = [],
  found,
  write,
}: {
  readonly path?: SettingPath;
  readonly found: string;
  readonly write: string;
}): Complaint {
  return { path, found, write };
}
