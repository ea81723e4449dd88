import { Refusal } from "../../../errors.ts";
import type { UserId } from "../../../kinds/names.ts";
import { decideTeamReminders, type TeamPace } from "../../../operations/team/remind/decide.ts";
import { judgeTeam } from "../../../operations/team/status/report.ts";
import type { RosterMember } from "../../../settings/team/roster.ts";
import { accountId } from "../../accounts/operate.ts";
import { type PreparedReminders, prepared } from "../../recovery/remind/remind.ts";
import type { Session } from "../../session.ts";
import { settledStack } from "../../stack/settings.ts";
import { withProgress } from "../../terminal.ts";
import { readTeam } from "./read.ts";

/** Who of the team is reminded. */
export interface TeamRemindWishes extends TeamPace {
  /** These members alone; all, where none is named. */
  readonly names: readonly string[];
}

/** What would be sent to a team's members. */
export interface PreparedTeamReminders extends PreparedReminders {
  readonly members: readonly RosterMember[];
}

/** Finds out who of the team is concerned, and sends nothing. */
export async function prepareTeamReminders(session: Session, wishes: TeamRemindWishes): Promise<PreparedTeamReminders> {
  const settled = await settledStack(session);
  const facts = await withProgress(session.terminal, "asking the server about the team", () =>
    readTeam(session, settled),
  );
  const { members } = facts.roster;
  const named = new Set(wishes.names.map((name) => accountId(name, settled.plan.serverName)));
  refuseOthers(session, members, named);
  const judged = judgeTeam(facts).filter(({ member }) => named.size === 0 || named.has(member.id));
  const ready = await prepared(session, settled, (last, now) => decideTeamReminders(judged, last, wishes, now));
  return { ...ready, members };
}

function refuseOthers({ paths }: Session, members: readonly RosterMember[], named: ReadonlySet<UserId>): void {
  const others = [...named].filter((user) => !members.some(({ id }) => id === user));
  if (others.length === 0) return;
  throw new Refusal(`${others.join(", ")} ${others.length === 1 ? "is" : "are"} not in the roster`, {
    next: `Add them to ${paths.roster}, or remind any account:  npx chatkeep recovery remind`,
  });
}
