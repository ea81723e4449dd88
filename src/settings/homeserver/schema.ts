import type { Json, JsonObject } from "../../kinds/json.ts";
import { type Guard, isClosed } from "./guarantees.ts";
import { guards } from "./guarded-options.ts";
import type { OptionType } from "./options.ts";

const closed = new Set(guards.filter(isClosed).map(({ path }) => path));

/** What JSON Schema can say about one homeserver.yaml option; `path` is its name with dots. */
export function schemaOfOption(path: string, type: OptionType): JsonObject {
  const guard = guards.find((each) => each.path === path);
  if (guard?.allow !== undefined) return { enum: guard.allow.flatMap(spellings) };
  if (typeof type === "string") return schemaOfWords(type.split("|"), boundsOf(guard));
  if (isList(type)) return schemaOfList(path, type);
  const named = Object.entries(type).filter(([name]) => name !== "*" && !closed.has(`${path}.${name}`));
  const rest = type["*"];
  return {
    type: "object",
    properties: Object.fromEntries(named.map(([name, each]) => [name, schemaOfOption(`${path}.${name}`, each)])),
    additionalProperties: rest === undefined ? false : schemaOfOption(`${path}.*`, rest),
  };
}

/** Pulumi may hand over a boolean as text. */
function spellings(value: Json): readonly Json[] {
  return typeof value === "boolean" ? [value, String(value)] : [value];
}

function isList(type: Exclude<OptionType, string>): type is readonly OptionType[] {
  return Array.isArray(type);
}

function schemaOfList(path: string, [entry = "any", nullable]: readonly OptionType[]): JsonObject {
  return { type: nullable === "null" ? ["array", "null"] : "array", items: schemaOfOption(`${path}[]`, entry) };
}

function boundsOf({ atLeast, atMost }: Partial<Guard> = {}): JsonObject {
  return {
    ...(atLeast === undefined ? {} : { minimum: atLeast }),
    ...(atMost === undefined ? {} : { maximum: atMost }),
  };
}

function schemaOfWords(words: readonly string[], bounds: JsonObject): JsonObject {
  const parts = words.map((word) => ({ ...wordSchema(word), ...bounds }));
  return parts.length === 1 ? (parts[0] ?? {}) : { anyOf: parts };
}

function wordSchema(word: string): JsonObject {
  switch (word) {
    case "any":
      return {};
    case "boolean":
      return { enum: [true, false, "true", "false"] };
    case "integer":
      return { type: ["integer", "string"], pattern: "^-?\\d{1,15}$" };
    case "number":
      return { type: ["number", "string"], pattern: "^-?\\d{1,15}(\\.\\d{1,15})?$" };
    case "duration":
      return { type: ["integer", "string"], minimum: 0, pattern: "^\\d{1,12}[smhdwy]?$" };
    case "size":
      return { type: ["integer", "string"], minimum: 0, pattern: "^\\d{1,15}[KMGT]?$" };
    default:
      return { type: word };
  }
}
