import { parseSettings } from "../../src/settings/parse.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { plainSettings } from "../../src/settings/yaml/settings-source.ts";

/** Settings as a stack file with only these settings gives it. */
export function exampleSettings(settings: Readonly<Record<string, unknown>> = {}): Settings {
  const values = { serverName: "acme.example.org", ...settings };
  return parseSettings(plainSettings(values), new Date("2026-11-01T00:00:00Z"));
}
