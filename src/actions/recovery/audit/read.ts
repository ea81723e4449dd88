import { Refusal } from "../../../errors.ts";
import { memberRecords } from "../../../io/postgres/audit/members.ts";
import type { Accounts } from "../../../io/synapse/accounts.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { AccountFacts, MemberFacts, SessionFacts } from "../../../operations/recovery/audit/facts.ts";
import { readFacts } from "../../../operations/recovery/audit/read-facts.ts";
import { asOperator } from "../../accounts/operate.ts";
import { onThisStack, type Session } from "../../session.ts";
import { reachEngine } from "../../stack/engine.ts";
import type { Settled } from "../../stack/settings.ts";
import { ensureAccess } from "./access.ts";

/** Which sessions count, and who is told of each member. */
interface Reading {
  readonly since: Date;
  readonly take: (facts: MemberFacts) => void;
}

/** Reads the facts of all members who are people, and hands them on one after the other, by user ID. Gives how many accounts it left out. */
export async function readMembers(session: Session, settled: Settled, reading: Reading): Promise<LeftOut> {
  return await asOperator(session, settled, async ({ accounts }) => {
    const all = await accounts.list();
    const others = await readMembersAmong(session, settled, all, reading);
    return { deactivated: all.filter(({ state }) => state === "deactivated").length, others: others.length };
  });
}

/** The same, of accounts that were listed already. Gives the accounts in use that are no people's. */
export async function readMembersAmong(
  session: Session,
  settled: Settled,
  accounts: readonly AccountFacts[],
  { since, take }: Reading,
): Promise<readonly UserId[]> {
  const database = await auditDatabase(session, settled);
  const people = new Map(accounts.map((account) => [account.user, account]));
  const sessions = new Map<UserId, SessionFacts>();
  for await (const [user, counts] of database.sessions(null, since)) sessions.set(user, counts);
  const others: UserId[] = [];
  for await (const record of database.records(null)) {
    const account = people.get(record.user);
    if (account === undefined || account.state === "deactivated") continue;
    if (record.isPerson) take(readFacts(account, record, sessions.get(record.user) ?? noSessions));
    else others.push(record.user);
  }
  return others;
}

/** Accounts that no audit is about. */
export interface LeftOut {
  readonly deactivated: number;
  /** Guests, bots and accounts of application services. */
  readonly others: number;
}

/** The facts of one member, with the sessions that were used since then; refused where there is no such account in use. */
export async function readMember(session: Session, settled: Settled, member: AskedMember): Promise<MemberFacts> {
  return await asOperator(session, settled, ({ accounts }) => readMemberFrom(session, settled, accounts, member));
}

/** One member, and since when sessions count. */
export interface AskedMember {
  readonly user: UserId;
  readonly since: Date;
}

/** The same, by who acts as the operator already. */
export async function readMemberFrom(
  session: Session,
  settled: Settled,
  accounts: Accounts,
  { user, since }: AskedMember,
): Promise<MemberFacts> {
  const account = await accountInUse(session, accounts, user);
  const database = await auditDatabase(session, settled);
  const [record] = await Array.fromAsync(database.records(user));
  const [sessions] = await Array.fromAsync(database.sessions(user, since));
  if (record === undefined) throw notInUse(session, user);
  return readFacts(account, record, sessions?.[1] ?? noSessions);
}

const noSessions: SessionFacts = { known: 0, backedUp: 0 };

/** The database, asked as the role that Postgres keeps from all secrets. */
async function auditDatabase(session: Session, { plan }: Settled) {
  const { stack: engine } = await reachEngine(session);
  const postgres = plan.services.postgres.name;
  await ensureAccess(session, engine, postgres);
  return memberRecords(engine.database(postgres, "audit"));
}

async function accountInUse(session: Session, accounts: Accounts, user: UserId): Promise<AccountFacts> {
  const account = await accounts.find(user);
  if (account === null || account.state === "deactivated") throw notInUse(session, user);
  return account;
}

function notInUse({ stack }: Session, user: UserId): Refusal {
  return new Refusal(`There is no account ${user} in use`, {
    next: `See all accounts:  ${onThisStack("account list", stack)}`,
  });
}
