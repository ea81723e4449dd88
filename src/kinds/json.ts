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
