import { onThisStack, type StackOptions } from "../../../actions/session.ts";
import { type PreparedTeamReminders, prepareTeamReminders } from "../../../actions/team/status/remind.ts";
import type { Duration } from "../../../kinds/duration.ts";
import type { UserId } from "../../../kinds/names.ts";
import { printable } from "../../../render/printable.ts";
import { sendOnceAgreed } from "../../recovery/members/remind.ts";
import { beginSession } from "../../session.ts";
import type { YesOption } from "../../up/consent.ts";

/** How `team remind` is called. */
interface TeamRemindOptions extends StackOptions, YesOption {
  readonly dryRun: boolean;
  readonly every: Duration;
  readonly again: boolean;
  readonly early: boolean;
}

/** `team remind`: shows who is concerned, asks, and sends. */
export async function remind(names: readonly string[], options: TeamRemindOptions): Promise<number> {
  const { every, again, early, stack } = options;
  const session = beginSession("team remind", options);
  const prepared = await prepareTeamReminders(session, { names, every, again, early });
  return await sendOnceAgreed(session, prepared, options, (user) => reachOf(prepared, user, stack));
}

/** What the roster says of other ways to a member, and how they get another sheet. */
function reachOf({ members }: PreparedTeamReminders, user: UserId, stack: string): string {
  const member = members.find(({ id }) => id === user);
  const ways = [member?.email ?? null, ...(member?.contacts ?? [])].filter((way) => way !== null);
  const words =
    ways.length === 0 ? "Tell them in another way" : `Tell them in another way (${printable(ways.join(", "))})`;
  return `${words}, or write a new sheet:  ${onThisStack(`team sheet ${user}`, stack)}`;
}
