import { stringify } from "yaml";
import { isJsonObject, type Json, type JsonObject } from "../../kinds/json.ts";
import { stackFileSchema } from "../schema.ts";

/** A setting, or a part of one, as people read about it. */
export interface Described {
  readonly name: string;
  readonly description: string;
  /** What counts where nothing is written, as YAML on one line; null where nothing does. */
  readonly usual: string | null;
  /** YAML on one line each. */
  readonly examples: readonly string[];
  /** The words that may be written, or the range of a number; null where the description says it. */
  readonly values: string | null;
  readonly parts: readonly Described[];
}

/** Every setting in the order of its definition, then the secret ones, all from the schema that editors have. */
export function describedSettings(): readonly Described[] {
  const config = objectAt(objectAt(stackFileSchema(), "properties"), "config");
  return partsOf(objectAt(config, "properties"));
}

/** A value as YAML on one line. */
export function onOneLine(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((each: Json) => onOneLine(each)).join(", ")}]`;
  if (!isJsonObject(value)) return stringify(value, { lineWidth: 0 }).trim();
  const pairs = Object.entries(value).map(([key, each]) => `${key}: ${onOneLine(each)}`);
  return pairs.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`;
}

function partsOf(properties: JsonObject): readonly Described[] {
  return Object.entries(properties).flatMap(([name, schema]) =>
    isJsonObject(schema) && typeof schema.description === "string" ? [describe(name, schema, schema.description)] : [],
  );
}

function describe(name: string, schema: JsonObject, description: string): Described {
  const ways = [schema, ...listAt(schema, "anyOf"), ...listAt(schema, "anyOf").flatMap((way) => listAt(way, "oneOf"))];
  const usual = usualOf(schema);
  const examples = Array.isArray(schema.examples) ? schema.examples : [];
  return {
    name: name.replace(/^chatkeep:/, ""),
    description,
    usual: usual === undefined ? null : onOneLine(usual),
    examples: examples
      .map((each: Json) => onOneLine(each))
      .filter((each) => usual === undefined || each !== onOneLine(usual)),
    values: valuesOf(ways),
    parts: ways.flatMap((way) => partsOf(objectAt(way, "properties"))),
  };
}

/** A group without a default of its own has those of its parts. */
function usualOf(schema: JsonObject): Json | undefined {
  const { default: usual } = schema;
  if (!isJsonObject(usual) || Object.keys(usual).length > 0) return usual;
  const parts = Object.entries(objectAt(schema, "properties")).flatMap(([name, part]) => {
    const own = isJsonObject(part) ? usualOf(part) : undefined;
    return own === undefined ? [] : [[name, own] as const];
  });
  return Object.fromEntries(parts);
}

function valuesOf(ways: readonly JsonObject[]): string | null {
  const words = ways.flatMap((way) =>
    Array.isArray(way.enum) ? way.enum.filter((each: Json) => typeof each === "string") : [],
  );
  if (words.length > 0) return words.map((word) => `\`${String(word)}\``).join(", ");
  const [range] = ways.filter(({ minimum, maximum }) => minimum !== undefined && maximum !== undefined);
  return range === undefined ? null : `a whole number from ${String(range.minimum)} to ${String(range.maximum)}`;
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const value = schema[key];
  return isJsonObject(value) ? value : {};
}

function listAt(schema: JsonObject, key: string): readonly JsonObject[] {
  const value = schema[key];
  return Array.isArray(value) ? value.filter((each: Json) => isJsonObject(each)) : [];
}
