import { type Problem, SettingsError } from "../../../src/errors.ts";
import type { ServerName } from "../../../src/kinds/names.ts";
import { mebibytes } from "../../../src/kinds/size.ts";
import type { RosterGrounds } from "../../../src/settings/team/draft.ts";
import { readRoster } from "../../../src/settings/team/read-roster.ts";
import { madeUpPictures } from "./made-up-pictures.ts";

/** The settings of a server that allows the least. */
export const strictest: RosterGrounds = {
  serverName: "acme.test" as ServerName,
  federation: { mode: "closed" },
  registration: "closed",
  messageRetention: null,
  uploadSize: mebibytes(50),
  pictures: madeUpPictures,
};

/** What is wrong with a roster. */
export function problemsOf(text: string, settings: RosterGrounds = strictest): readonly Problem[] {
  try {
    readRoster(text, "team.yaml", settings);
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
  return [];
}
