import {
  decideWhichAreDue,
  type LastNotices,
  type Reminder,
  type ReminderPace,
  type ReminderReason,
  type Reminders,
  reasonsOf,
} from "../../recovery/remind/decide.ts";
import { hasSignedIn, type JudgedMember } from "../status/member.ts";

/** Who is reminded, and how often. */
export interface TeamPace extends ReminderPace {
  /** Whether those are reminded too who still have time to set up recovery. */
  readonly early: boolean;
}

/** Decides who of a team is reminded of what: what their policies ask for, and an initial password that is still in use. */
export function decideTeamReminders(
  members: readonly JudgedMember[],
  last: LastNotices,
  pace: TeamPace,
  now: Date,
): Reminders {
  const concerned = members.flatMap((each): readonly Reminder[] => {
    const reasons = reasonsFor(each, pace.early);
    const isLate = each.readiness !== null && each.readiness.breaches.length > 0;
    return reasons.length > 0 || isLate ? [{ user: each.member.id, reasons }] : [];
  });
  return decideWhichAreDue(concerned, last, pace, now);
}

/** Nothing for who cannot sign in, or never did: no app would show it. */
function reasonsFor(each: JudgedMember, early: boolean): readonly ReminderReason[] {
  const { readiness, initialPassword } = each;
  if (readiness === null || !hasSignedIn(each)) return [];
  const { state, breaches, timeUntil } = readiness;
  const isEarly = early && timeUntil !== null;
  return [
    ...reasonsOf({ state, breaches: isEarly ? ["notReady", ...breaches] : breaches }),
    ...(initialPassword === true ? ["initialPassword" as const] : []),
  ];
}
