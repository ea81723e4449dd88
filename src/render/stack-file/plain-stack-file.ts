import type { JsonObject } from "../../kinds/json.ts";
import { writeYaml } from "../fill.ts";

/** A stack file without comments, for a program to read; with Pulumi's salt where its secrets are encrypted already. */
export function renderPlainStackFile(settings: JsonObject, salt: string | null = null): string {
  const config = Object.fromEntries(Object.entries(settings).map(([key, value]) => [`chatkeep:${key}`, value]));
  return writeYaml(salt === null ? { config } : { encryptionsalt: salt, config });
}
