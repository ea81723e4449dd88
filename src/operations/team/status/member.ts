import type { Account } from "../../../io/synapse/accounts.ts";
import type { RosterMember, TeamPolicies } from "../../../settings/team/roster.ts";
import type { MemberFacts } from "../../recovery/audit/facts.ts";
import { judge, type Readiness } from "../../recovery/audit/policy.ts";
import type { MemberRecord } from "../record.ts";

/** How far a member has come. */
export type Stage =
  /** There is no account: the roster was not applied since they were added. */
  | "noAccount"
  /** There is an account, and they were not handed what they sign in with: a run was killed in between. */
  | "notInvited"
  /** They have what they sign in with, and did not do so yet. */
  | "invited"
  /** They signed in, and could not recover their messages yet. */
  | "signedIn"
  | "ready"
  | "locked"
  /** The account is deactivated, which cannot be undone. */
  | "deactivated";

/** What is known of one member of the roster. */
export interface KnownMember {
  readonly member: RosterMember;
  readonly account: Account | null;
  readonly record: MemberRecord | null;
  /** null where there is no account in use. */
  readonly recovery: MemberFacts | null;
  /** null where it cannot be seen. */
  readonly initialPassword: boolean | null;
  /** When they were first seen ready; null where they were not. */
  readonly seenReady: string | null;
}

/** A member, judged by the team's policies. */
export interface JudgedMember extends KnownMember {
  readonly stage: Stage;
  /** Since when they are at that stage, as an ISO time; null where nothing says so. */
  readonly since: string | null;
  /** null for who was never invited, or whose account is deactivated: no policy is about them. */
  readonly readiness: Readiness | null;
}

/** Judges one member. The time to get ready counts from the invitation. */
export function judgeMember(known: KnownMember, policies: TeamPolicies, now: Date): JudgedMember {
  const facts = factsOf(known);
  const policy = { readyWithin: policies.recoveryWithin, staleAfter: policies.staleDevicesAfter };
  const readiness =
    facts === null ? null : judge({ ...facts, created: invitationOf(known) ?? facts.created }, policy, now);
  const stage = stageOf(known, readiness);
  return { ...known, stage, since: sinceOf(known, stage, now), readiness };
}

/** Who has a token to register with, and did not, has no account to observe; the policy counts their days all the same. */
function factsOf({ member, account, record, recovery }: KnownMember): MemberFacts | null {
  if (account !== null || record?.sheet === undefined || record.sheet === null) return recovery;
  return {
    user: member.id,
    displayName: null,
    locked: false,
    created: record.sheet,
    lastSeen: null,
    devices: [],
    identity: null,
    secretStorage: { key: "none", passphrase: false, holdsIdentity: false, holdsBackup: false },
    backup: null,
    backupSwitchedOff: false,
    sessions: { known: 0, backedUp: 0 },
  };
}

function stageOf({ account, record }: KnownMember, readiness: Readiness | null): Stage {
  const isInvited = record !== null && record.sheet !== null;
  if (account === null) return isInvited ? "invited" : "noAccount";
  if (account.state !== "active") return account.state;
  if (readiness === null || readiness.state === "neverSignedIn") return isInvited ? "invited" : "notInvited";
  return readiness.state === "ready" ? "ready" : "signedIn";
}

function sinceOf({ record, recovery, seenReady }: KnownMember, stage: Stage, now: Date): string | null {
  switch (stage) {
    case "invited":
      return record?.sheet ?? null;
    case "notInvited":
      return record?.since ?? recovery?.created ?? null;
    case "ready":
      return seenReady ?? now.toISOString();
    case "signedIn":
      return recovery === null ? null : firstSeen(recovery);
    case "deactivated":
      return record?.offboarded ?? null;
    case "noAccount":
    case "locked":
      return null;
    default:
      return stage satisfies never;
  }
}

/** Whether the member can use what is sent to them: they signed in, and are not locked out. */
export function hasSignedIn({ stage }: Pick<JudgedMember, "stage">): boolean {
  return stage === "signedIn" || stage === "ready";
}

/** When the oldest of their devices sent its keys: the server remembers no earlier sign-in. */
export function firstSeen({ devices }: MemberFacts): string | null {
  return devices.flatMap(({ since }) => (since === null ? [] : [since])).toSorted()[0] ?? null;
}

/**
 * When they were invited: the sheet that they first signed in with. A later one, for a forgotten password, gives no more time; without
 * any, it is when the roster was first applied with them in it. null where nothing is remembered.
 */
function invitationOf({ record, recovery }: KnownMember): string | null {
  if (record === null) return null;
  const first = recovery === null ? null : firstSeen(recovery);
  const isFirst = record.sheet !== null && (first === null || record.sheet <= first);
  return isFirst ? record.sheet : record.since;
}
