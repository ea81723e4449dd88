import { type TeamStatus, teamStatus } from "../../../operations/team/status/report.ts";
import type { Session } from "../../session.ts";
import { settledStack } from "../../stack/settings.ts";
import { withProgress } from "../../terminal.ts";
import { readTeam } from "./read.ts";

/** How far every member of the team has come, and what is on the server beside the roster. */
export async function statusOfTeam(session: Session): Promise<TeamStatus> {
  const settled = await settledStack(session);
  return await withProgress(session.terminal, "asking the server about the team", async () =>
    teamStatus(await readTeam(session, settled)),
  );
}
