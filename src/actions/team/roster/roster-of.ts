import { SettingsError } from "../../../errors.ts";
import type { RosterSettings } from "../../../settings/team/draft.ts";
import { readRoster } from "../../../settings/team/read-roster.ts";
import type { Roster } from "../../../settings/team/roster.ts";
import { onThisStack, type Session } from "../../session.ts";
import { lookAtPictures } from "./pictures.ts";

type Disk = Pick<Session, "files" | "paths" | "stack">;

/** The team's roster, with its pictures. Throws a SettingsError with everything that is wrong in it, also where there is none. */
export async function rosterOf(session: Disk, settings: RosterSettings): Promise<Roster> {
  const text = await rosterText(session);
  const pictures = await lookAtPictures(session, text, settings);
  return readRoster(text, session.paths.roster, { ...settings, pictures });
}

/** The roster as it is written; throws a SettingsError where there is none. */
async function rosterText({ files, paths, stack }: Disk): Promise<string> {
  const text = await files.read(paths.roster);
  if (text !== null) return text;
  const write = `Write it from the running server:  ${onThisStack("team init", stack)}`;
  throw new SettingsError([{ file: paths.roster, line: null, key: "roster", found: "there is no such file", write }]);
}
