/** A value as it travels between Pulumi and a provider: JSON. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/** The properties of one resource, by name. */
export type Properties = Readonly<Record<string, Plain>>;

/** What Pulumi sends in place of a value that is not known before the resources it depends on exist
 * (pulumi/sdk/go/common/resource/plugin/rpc.go, UnknownStringValue). */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether any part of the value is not known yet. */
export function hasUnknown(value: Plain | undefined): boolean {
  return value !== undefined && JSON.stringify(value).includes(unknown);
}

/** Whether nothing is said: null, zero, false, "", or only such values inside. Terraform providers cannot tell these apart. */
export function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === "object" && value !== null) return Object.values(value).every(isEmpty);
  return value === undefined || value === null || value === "" || value === 0 || value === false;
}

/** Narrows to an object that is neither null nor a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, Plain>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
