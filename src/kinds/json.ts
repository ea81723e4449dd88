/** Any value that JSON and YAML can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A mapping of names to JSON values. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a JSON value is a mapping. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a value holds by name; nothing where it is no mapping. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Reads JSON that others wrote; null where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
