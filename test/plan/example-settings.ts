import { parseSpec } from "../../src/settings/parse.ts";
import type { Spec } from "../../src/settings/settings.ts";
import { plainSettings } from "../../src/settings/yaml/settings-source.ts";

/** A spec as a stack file with only these settings gives it. */
export function exampleSpec(settings: Readonly<Record<string, unknown>> = {}): Spec {
  const values = { serverName: "acme.example.org", ...settings };
  return parseSpec(plainSettings(values), new Date("2026-11-01T00:00:00Z"));
}
