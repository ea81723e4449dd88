import type { ServerName, UserId } from "../../../kinds/names.ts";
import type { Breach } from "../../recovery/audit/policy.ts";
import { type AuditedDevice, auditedMember, inDays } from "../../recovery/audit/report.ts";
import type { ReadinessState } from "../../recovery/audit/state.ts";
import {
  type LeavingMember,
  leavingOf,
  type RoomsBeside,
  roomsBeside,
  type UnknownAccount,
  unknownAccountsOf,
} from "./beside.ts";
import type { TeamFacts } from "./facts.ts";
import { firstSeen, hasSignedIn, type JudgedMember, judgeMember, type Stage } from "./member.ts";

/** How a team is doing, as it is printed; nothing in it is a secret. */
export interface TeamStatus {
  readonly version: 1;
  readonly stack: string;
  readonly serverName: ServerName;
  readonly at: string;
  readonly policies: { readonly recoveryWithin: string; readonly staleDevicesAfter: string };
  /** Whether every member meets the policies. */
  readonly met: boolean;
  readonly totals: TeamTotals;
  readonly members: readonly MemberStatus[];
  /** No longer in the roster, and not offboarded yet. */
  readonly leaving: readonly LeavingMember[];
  readonly unknownAccounts: readonly UnknownAccount[];
  readonly rooms: RoomsBeside;
}

/** How many there are of each kind. */
export interface TeamTotals {
  readonly members: number;
  readonly ready: number;
  readonly breaching: number;
  /** Members whose initial password is still in use, though they signed in. */
  readonly initialPasswords: number;
}

/** One member in it. */
export interface MemberStatus {
  readonly user: UserId;
  readonly name: string;
  readonly role: string;
  readonly teams: readonly string[];
  readonly stage: Stage;
  readonly since: string | null;
  /** When their sheet was written. */
  readonly invited: string | null;
  /** When the oldest device that they have today sent its keys: the server remembers no earlier sign-in. */
  readonly firstSeen: string | null;
  /** What has to be put right first; null where there is nothing to look at. */
  readonly recovery: ReadinessState | null;
  readonly breaches: readonly Breach[];
  /** Until when they have time to get ready; null once that is over, or where nothing is missing. */
  readonly timeUntil: string | null;
  /** `unknown` where it cannot be seen: it was set otherwise, or before the master key was replaced. */
  readonly password: "initial" | "changed" | "unknown";
  readonly devices: readonly AuditedDevice[];
  readonly lastSeen: string | null;
  readonly remarks: readonly string[];
}

/** Judges every member, in the roster's order. */
export function judgeTeam(facts: TeamFacts): readonly JudgedMember[] {
  const { roster, record, recovery, initialPasswords, now } = facts;
  const accounts = new Map(facts.accounts.map((account) => [account.user, account]));
  return roster.members.map((member) =>
    judgeMember(
      {
        member,
        account: accounts.get(member.id) ?? null,
        record: record.members[member.id] ?? null,
        recovery: recovery.get(member.id) ?? null,
        initialPassword: initialPasswords.get(member.id) ?? null,
        seenReady: facts.seenReady[member.id] ?? null,
      },
      roster.policies,
      now,
    ),
  );
}

/** The status of a whole team. */
export function teamStatus(facts: TeamFacts): TeamStatus {
  const { stack, serverName, now, roster } = facts;
  const members = judgeTeam(facts).map(memberStatus);
  const { recoveryWithin, staleDevicesAfter } = roster.policies;
  const count = (is: (member: MemberStatus) => boolean) => members.filter(is).length;
  const breaching = count(({ breaches }) => breaches.length > 0);
  return {
    version: 1,
    ...{ stack, serverName, at: now.toISOString() },
    policies: { recoveryWithin: inDays(recoveryWithin), staleDevicesAfter: inDays(staleDevicesAfter) },
    met: breaching === 0,
    totals: {
      members: members.length,
      ready: count(({ stage }) => stage === "ready"),
      breaching,
      initialPasswords: count(({ stage, password }) => password === "initial" && hasSignedIn({ stage })),
    },
    members,
    leaving: leavingOf(facts),
    unknownAccounts: unknownAccountsOf(facts),
    rooms: roomsBeside(facts),
  };
}

function memberStatus(judged: JudgedMember): MemberStatus {
  const { member, record, recovery, stage, since, readiness, initialPassword } = judged;
  const { id, name, role, teams } = member;
  const audited = readiness === null ? null : auditedMember(readiness);
  return {
    ...{ user: id, name, role, teams, stage, since, invited: record?.sheet ?? null },
    firstSeen: recovery === null ? null : firstSeen(recovery),
    recovery: audited?.state ?? null,
    breaches: audited?.breaches ?? [],
    timeUntil: audited?.timeUntil ?? null,
    password: initialPassword === null ? "unknown" : initialPassword ? "initial" : "changed",
    devices: audited?.devices ?? [],
    lastSeen: audited?.lastSeen ?? null,
    remarks: audited?.remarks ?? [],
  };
}
