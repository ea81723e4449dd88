import type { StackOptions } from "../../../actions/session.ts";
import { statusOfTeam } from "../../../actions/team/status/status.ts";
import { beginSession } from "../../session.ts";
import { namingStack } from "../../terminal/naming-stack.ts";
import { showTeamStatus } from "./text.ts";

/** `team status`: 0 where all members meet the policies, 3 where one does not. */
export async function status(options: StackOptions): Promise<number> {
  const session = beginSession("team status", options);
  const found = await statusOfTeam(session);
  session.terminal.result(
    options.json ? JSON.stringify(found) : namingStack(showTeamStatus(found).join("\n"), session.stack),
  );
  return found.met ? 0 : 3;
}
