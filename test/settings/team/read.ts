import { type Problem, SettingsError } from "../../../src/errors.ts";
import type { ServerName } from "../../../src/kinds/names.ts";
import type { RosterSettings } from "../../../src/settings/team/draft.ts";
import { readRoster } from "../../../src/settings/team/read-roster.ts";

/** The settings of a server that allows the least. */
export const strictest: RosterSettings = {
  serverName: "acme.test" as ServerName,
  federation: { mode: "closed" },
  registration: "closed",
  messageRetention: null,
};

/** What is wrong with a roster. */
export function problemsOf(text: string, settings: RosterSettings = strictest): readonly Problem[] {
  try {
    readRoster(text, "team.yaml", settings);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}
