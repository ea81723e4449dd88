import { lastNotices } from "../../../io/postgres/last-notices.ts";
import type { Notices } from "../../../io/synapse/notices.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { MemberFacts } from "../../../operations/recovery/audit/facts.ts";
import { judge, type RecoveryPolicy } from "../../../operations/recovery/audit/policy.ts";
import {
  decideReminders,
  type LastNotices,
  type Reminder,
  type ReminderPace,
  type Reminders,
} from "../../../operations/recovery/remind/decide.ts";
import { noticesSender } from "../../../operations/recovery/remind/sender.ts";
import { reminderText } from "../../../render/recovery/reminder.ts";
import { accountId, asOperator, changeAsOperator } from "../../accounts/operate.ts";
import type { Session } from "../../session.ts";
import { reachEngine } from "../../stack/engine.ts";
import { type Settled, settledStack } from "../../stack/settings.ts";
import { withProgress } from "../../terminal.ts";
import { readMemberFrom, readMembers } from "../audit/read.ts";

const day = 86_400_000;

/** Sessions are no part of the policy: the fewest are counted. */
const countedDays = 1;

/** Who is judged by what, and how often one member is reminded. */
export interface RemindWishes extends ReminderPace {
  /** These members alone; all, where none is named. */
  readonly names: readonly string[];
  readonly policy: RecoveryPolicy;
}

/** What would be sent, and how that is decided again once another command may have sent some. */
export interface PreparedReminders extends Reminders {
  readonly settled: Settled;
  readonly decide: (last: LastNotices, now: Date) => Reminders;
}

/** Finds out who is concerned, and sends nothing. */
export async function prepareReminders(session: Session, wishes: RemindWishes): Promise<PreparedReminders> {
  const settled = await settledStack(session);
  const now = session.clock.now();
  const members = (await factsOf(session, settled, wishes.names)).map((facts) => judge(facts, wishes.policy, now));
  return await prepared(session, settled, (last, at) => decideReminders(members, last, wishes, at));
}

/** What is decided now, from when members were last sent a notice. */
export async function prepared(
  session: Session,
  settled: Settled,
  decide: PreparedReminders["decide"],
): Promise<PreparedReminders> {
  return { settled, decide, ...decide(await lastOf(session, settled), session.clock.now()) };
}

async function factsOf(session: Session, settled: Settled, names: readonly string[]): Promise<readonly MemberFacts[]> {
  const since = new Date(session.clock.now().getTime() - countedDays * day);
  const facts: MemberFacts[] = [];
  if (names.length === 0) {
    await readMembers(session, settled, { since, take: (each) => void facts.push(each) });
    return facts;
  }
  const users = new Set(names.map((name) => accountId(name, settled.plan.serverName)));
  await asOperator(session, settled, async ({ accounts }) => {
    for (const user of users) facts.push(await readMemberFrom(session, settled, accounts, { user, since }));
  });
  return facts;
}

/** The text that one member gets. */
export function textFor({ reasons }: Reminder, { plan }: Settled): string {
  return reminderText(reasons, plan);
}

/** Who was sent a message. */
export interface SentReminders {
  readonly sent: readonly UserId[];
}

/** Sends what was prepared. Who was reminded meanwhile is left out: that is asked again under the lock. */
export async function sendReminders(
  session: Session,
  { settled, decide, send }: PreparedReminders,
): Promise<SentReminders> {
  const about = { users: send.map(({ user }) => user), reasons: send.map(({ reasons }) => reasons) };
  return await changeAsOperator(session, { settled, about }, async ({ notices }) => {
    const last = await lastOf(session, settled);
    const agreed = new Set(send.map(({ user }) => user));
    const still = decide(last, session.clock.now()).send.filter(({ user }) => agreed.has(user));
    return await sendEach(session, settled, notices, still);
  });
}

/** One after the other: what was sent before a failure is known to the server, so running again sends the rest. */
function sendEach(
  { run, terminal }: Session,
  settled: Settled,
  notices: Notices,
  reminders: readonly Reminder[],
): Promise<SentReminders> {
  return withProgress(terminal, "sending", async ({ say }) => {
    const sent: UserId[] = [];
    for (const reminder of reminders) {
      say(`sending message ${sent.length + 1} of ${reminders.length}`);
      await notices.send(reminder.user, textFor(reminder, settled), `${run}-${sent.length}`);
      sent.push(reminder.user);
    }
    return { sent };
  });
}

async function lastOf(session: Session, { plan }: Settled) {
  const { stack: engine } = await reachEngine(session);
  return await lastNotices(engine.database(plan.services.postgres.name), noticesSender(plan));
}
