import { type Problem, SettingsError } from "../../src/errors.ts";
import { parseSettings } from "../../src/settings/parse.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { readStackFile } from "../../src/settings/yaml/stack-file.ts";

/** When the tests take place. */
export const now = new Date("2026-11-20T12:00:00Z");

/** A stack file's text as settings. */
export function settingsOf(text: string): Settings {
  return parseSettings(readStackFile(text, "Pulumi.test.yaml"), now);
}

/** What is wrong with a stack file; nothing when it is right. Any other error than SettingsError is passed on. */
export function problemsOf(text: string): readonly Problem[] {
  return problemsWhen(() => settingsOf(text));
}

/** The problems that an action throws. */
export function problemsWhen(action: () => unknown): readonly Problem[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}
