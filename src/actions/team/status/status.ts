import { judgeTeam, type TeamStatus, teamStatus } from "../../../operations/team/status/report.ts";
import { seenReadyAfter } from "../../../operations/team/status/seen-ready.ts";
import type { Session } from "../../session.ts";
import { settledStack } from "../../stack/settings.ts";
import { withProgress } from "../../terminal.ts";
import { readTeam } from "./read.ts";

/** How far every member of the team has come, and what is on the server beside the roster. Who is seen ready for the first time is remembered. */
export async function statusOfTeam(session: Session): Promise<TeamStatus> {
  const { terminal, files, paths } = session;
  const settled = await settledStack(session);
  return await withProgress(terminal, "asking the server about the team", async () => {
    const facts = await readTeam(session, settled);
    const seen = seenReadyAfter(facts.seenReady, judgeTeam(facts));
    const [before, after] = [facts.seenReady, seen].map((each) => JSON.stringify(each, null, 1));
    if (after !== undefined && before !== after) await files.write(paths.teamReady, `${after}\n`, 0o600);
    return teamStatus(facts);
  });
}
