import { type Duration, formatDuration, seconds } from "../../../kinds/duration.ts";
import type { ServerName, UserId } from "../../../kinds/names.ts";
import type { BackupFacts, SessionFacts } from "./facts.ts";
import type { Breach, Readiness, RecoveryPolicy } from "./policy.ts";
import type { ReadinessState } from "./state.ts";
import { remarksOn, unknowable } from "./words.ts";

/** Sessions are counted this far back. */
export const sessionsOfLast = seconds(90 * 86_400);

/** The whole audit, as it is printed and written; nothing in it is a secret. */
export interface AuditReport {
  readonly version: 1;
  readonly stack: string;
  readonly serverName: ServerName;
  readonly at: string;
  readonly policy: { readonly readyWithin: string; readonly staleAfter: string };
  readonly sessionsOfLast: string;
  readonly met: boolean;
  readonly totals: AuditTotals;
  readonly unknowable: readonly string[];
  readonly members: readonly AuditedMember[];
}

/** How many there are of each kind. */
export interface AuditTotals {
  readonly members: number;
  readonly ready: number;
  readonly breaching: number;
  readonly unsignedDevices: number;
  readonly staleDevices: number;
  /** Accounts that the audit leaves out. */
  readonly deactivated: number;
  readonly others: number;
}

/** One member in it. */
export interface AuditedMember {
  readonly user: UserId;
  readonly displayName: string | null;
  readonly state: ReadinessState;
  readonly locked: boolean;
  readonly breaches: readonly Breach[];
  readonly timeUntil: string | null;
  readonly created: string;
  readonly lastSeen: string | null;
  readonly devices: readonly AuditedDevice[];
  readonly passphrase: boolean;
  readonly identityResets: number;
  readonly backup: BackupFacts | null;
  readonly sessions: SessionFacts;
  readonly remarks: readonly string[];
}

/** One device in it. */
export interface AuditedDevice {
  readonly id: string;
  readonly name: string | null;
  readonly encryption: "none" | "unsigned" | "signed";
  readonly stale: boolean;
  readonly lastSeen: string | null;
}

/** What an audit is of. */
export interface Audited {
  readonly stack: string;
  readonly serverName: ServerName;
  readonly now: Date;
  readonly policy: RecoveryPolicy;
  readonly leftOut: { readonly deactivated: number; readonly others: number };
  readonly members: readonly AuditedMember[];
}

/** One member as the report has them: what is no longer needed of the facts is let go. */
export function auditedMember(readiness: Readiness): AuditedMember {
  const { facts, state, breaches, timeUntil, staleDevices } = readiness;
  const { user, displayName, locked, created, lastSeen, backup, sessions } = facts;
  const devices = facts.devices.map((device) => {
    const { id, name, encryption, lastSeen: seen } = device;
    return { id, name, encryption, stale: staleDevices.includes(device), lastSeen: seen };
  });
  return {
    ...{ user, displayName, state, locked, breaches, timeUntil, created, lastSeen, devices },
    passphrase: facts.secretStorage.passphrase,
    identityResets: facts.identity?.resets ?? 0,
    ...{ backup, sessions, remarks: remarksOn(readiness) },
  };
}

/** The report on all of them. */
export function auditReport({ stack, serverName, now, policy, leftOut, members }: Audited): AuditReport {
  const breaching = members.filter(({ breaches }) => breaches.length > 0).length;
  const devices = members.flatMap((member) => member.devices);
  return {
    version: 1,
    ...{ stack, serverName, at: now.toISOString() },
    policy: { readyWithin: inDays(policy.readyWithin), staleAfter: inDays(policy.staleAfter) },
    sessionsOfLast: inDays(sessionsOfLast),
    met: breaching === 0,
    totals: {
      members: members.length,
      ready: members.filter(({ state }) => state === "ready").length,
      breaching,
      unsignedDevices: devices.filter(({ encryption }) => encryption === "unsigned").length,
      staleDevices: devices.filter(({ stale }) => stale).length,
      ...leftOut,
    },
    unknowable,
    members,
  };
}

/** In days where it is whole days: 14 of them, not two weeks, is what was written. */
export function inDays(duration: Duration): string {
  const days = duration / seconds(86_400);
  return Number.isInteger(days) && days > 1 ? `${days} days` : formatDuration(duration);
}
