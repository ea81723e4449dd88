import { isJsonObject, type JsonObject } from "../kinds/json.ts";
import { complain, leaf } from "./leaf.ts";

/** The escape hatch. */
export const homeserver = leaf<JsonObject>({ type: "object" }, (value) => {
  if (isJsonObject(value as JsonObject)) return { value: value as JsonObject };
  return complain("a group of homeserver.yaml options", value, "Write one option a line below it.");
});
