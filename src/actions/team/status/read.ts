import type { Database } from "../../../io/postgres/database.ts";
import { passwordFingerprints } from "../../../io/postgres/password-fingerprints.ts";
import { standingRooms } from "../../../io/postgres/standing-rooms.ts";
import { seconds } from "../../../kinds/duration.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { MemberFacts } from "../../../operations/recovery/audit/facts.ts";
import { noticesSender } from "../../../operations/recovery/remind/sender.ts";
import { isInitialPasswordInUse } from "../../../operations/team/onboarding/initial-password.ts";
import type { TeamRecord } from "../../../operations/team/record.ts";
import { readTeamRecord } from "../../../operations/team/record-file.ts";
import type { TeamFacts } from "../../../operations/team/status/facts.ts";
import { readSeenReady } from "../../../operations/team/status/seen-ready.ts";
import { asOperator } from "../../accounts/operate.ts";
import { readMembersAmong } from "../../recovery/audit/read.ts";
import { storedKey } from "../../recovery/stored-key.ts";
import type { Session } from "../../session.ts";
import { reachEngine } from "../../stack/engine.ts";
import type { Settled } from "../../stack/settings.ts";
import { rosterOf } from "../roster/roster-of.ts";

/** Sessions are no part of a team's policies: the fewest are counted. */
const countedSessions = seconds(86_400);

/** Reads once what a team's status is decided on. */
export async function readTeam(session: Session, { settings, plan }: Settled): Promise<TeamFacts> {
  const { stack, clock, paths } = session;
  const now = clock.now();
  const roster = await rosterOf(session, settings);
  const record = await readTeamRecord(session, paths.teamRecord);
  const { stack: engine } = await reachEngine(session);
  const database = engine.database(plan.services.postgres.name);
  return await asOperator(session, { settings, plan }, async ({ accounts: all }) => {
    const accounts = await all.list();
    const recovery = new Map<UserId, MemberFacts>();
    const since = new Date(now.getTime() - countedSessions);
    const take = (facts: MemberFacts) => void recovery.set(facts.user, facts);
    const others = await readMembersAmong(session, { settings, plan }, accounts, { since, take });
    return {
      ...{ stack, serverName: plan.serverName, now, roster, record, accounts, recovery, others: new Set(others) },
      initialPasswords: await initialPasswords(session, database, record),
      seenReady: readSeenReady(await session.files.read(paths.teamReady)),
      rooms: await standingRooms(database),
      notices: noticesSender(plan),
    };
  });
}

/** Of members whose initial password left a mark in the record. The master key is asked for only then. */
async function initialPasswords(
  session: Session,
  database: Pick<Database, "rows">,
  { members }: TeamRecord,
): Promise<ReadonlyMap<UserId, boolean>> {
  const marked = Object.entries(members).filter(([, { initialPassword }]) => initialPassword !== null);
  if (marked.length === 0) return new Map();
  const [master, fingerprints] = await Promise.all([storedKey(session), passwordFingerprints(database, null)]);
  return new Map(
    marked.flatMap(([name, { initialPassword }]) => {
      const user = name as UserId;
      const isInUse = isInitialPasswordInUse(initialPassword, fingerprints.get(user) ?? null, master);
      return isInUse === null ? [] : [[user, isInUse] as const];
    }),
  );
}
