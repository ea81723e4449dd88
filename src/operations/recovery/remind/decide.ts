import type { Duration } from "../../../kinds/duration.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { Readiness } from "../audit/policy.ts";
import type { ReadinessState } from "../audit/state.ts";

/** What a member is reminded of. */
export type ReminderReason =
  | Exclude<ReadinessState, "ready" | "neverSignedIn">
  | "unsignedDevice"
  | "staleDevice"
  | "initialPassword";

/** A message to one member. */
export interface Reminder {
  readonly user: UserId;
  readonly reasons: readonly ReminderReason[];
}

/** A member who gets none, though something is missing. */
export type PassedOver =
  /** There is no app that would show it. */
  | { readonly user: UserId; readonly why: "never signed in" }
  | { readonly user: UserId; readonly why: "reminded"; readonly last: string };

/** Who gets a message and who does not. */
export interface Reminders {
  readonly send: readonly Reminder[];
  readonly passedOver: readonly PassedOver[];
}

/** When members were last sent a notice, as ISO times. */
export type LastNotices = ReadonlyMap<UserId, string>;

/** How often one member is reminded. */
export interface ReminderPace {
  readonly every: Duration;
  /** Whether those are reminded too who were within this time. */
  readonly again: boolean;
}

/** Decides who is reminded of what: members who miss the policy, each at most once within the time. */
export function decideReminders(
  members: readonly Readiness[],
  last: LastNotices,
  { every, again }: ReminderPace,
  now: Date,
): Reminders {
  const concerned = members.filter(({ breaches }) => breaches.length > 0);
  const reminders = concerned.map((member) => ({ user: member.facts.user, reasons: reasonsOf(member) }));
  return decideWhichAreDue(reminders, last, { every, again }, now);
}

/** Of those who are concerned, decides who is reminded now. Without a reason that an app would show, it is one who never signed in. */
export function decideWhichAreDue(
  concerned: readonly Reminder[],
  last: LastNotices,
  { every, again }: ReminderPace,
  now: Date,
): Reminders {
  const decided = concerned.map(({ user, reasons }): Reminder | PassedOver => {
    const before = last.get(user);
    if (reasons.length === 0) return { user, why: "never signed in" };
    const isRecent = before !== undefined && now.getTime() - Date.parse(before) < every;
    return isRecent && !again ? { user, why: "reminded", last: before } : { user, reasons };
  });
  return {
    send: decided.filter((each) => "reasons" in each),
    passedOver: decided.filter((each) => "why" in each),
  };
}

/** What a member misses of the policy, as far as a message helps. */
export function reasonsOf({ state, breaches }: Pick<Readiness, "state" | "breaches">): readonly ReminderReason[] {
  const missing = breaches.includes("notReady") && state !== "ready" && state !== "neverSignedIn" ? [state] : [];
  return [...missing, ...breaches.filter((breach) => breach !== "notReady")];
}
