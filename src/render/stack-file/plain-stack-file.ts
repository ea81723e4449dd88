import type { JsonObject } from "../../kinds/json.ts";
import { writeYaml } from "../fill.ts";

/** A stack file without comments, for a program to read. */
export function renderPlainStackFile(settings: JsonObject): string {
  const config = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`chatkeep:${key}`, value]));
  return writeYaml({ config });
}
