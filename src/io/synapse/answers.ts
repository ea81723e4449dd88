import { StackError } from "../../errors.ts";
import { isJsonObject, type Json } from "../../kinds/json.ts";
import type { SynapseAnswer } from "./operator.ts";

/** The body of a successful answer; throws a StackError that names the request for any other. */
export function answered({ status, body }: SynapseAnswer, what: string): Json {
  if (status >= 200 && status < 300) return body;
  const tooOften = "Wait as long as it says, then run the same command again.";
  throw new StackError(`Synapse did not ${what}: ${status} ${JSON.stringify(body)}`, {
    next: status === 429 ? tooOften : "Read its log:  npx chatkeep logs synapse",
  });
}

/** What an object holds at a key; null where it holds nothing, or is none. */
export function at(value: Json, key: string): Json {
  return isJsonObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

/** A text; null where it is none or empty. */
export function textOrNull(value: Json): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** A time in milliseconds since 1970, as an ISO time; null where there is none. */
export function moment(value: Json): string | null {
  return typeof value === "number" ? new Date(value).toISOString() : null;
}
