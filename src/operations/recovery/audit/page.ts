import type { AuditPage, AuditRow } from "../../../render/recovery/audit.ts";
import type { AuditedMember, AuditReport } from "./report.ts";
import { stateWords } from "./words.ts";

/** The report as a page has it: every text is ready to be put in place. */
export function auditPage(report: AuditReport): AuditPage {
  const { serverName, at, policy, met, members } = report;
  const states = Object.entries(stateWords).filter(([state]) => members.some((member) => member.state === state));
  return {
    serverName,
    at: `${at.slice(0, 16).replace("T", " ")} UTC`,
    met,
    verdict: verdictOn(report),
    policy: `Members are ready within ${policy.readyWithin} of their account's creation. Every device is confirmed. No device is unused for more than ${policy.staleAfter}.`,
    totals: totalsOf(report),
    rows: membersInOrder(members).map(rowOf),
    sessions: `Sessions: of those used in the last ${report.sessionsOfLast} in the member's rooms since they joined, how many the key backup has.`,
    states: states.map(([, words]) => words),
    unknowable: report.unknowable,
  };
}

/** Those who miss the policy first, then those who are not ready yet; each by user ID. */
export function membersInOrder(members: readonly AuditedMember[]): readonly AuditedMember[] {
  const rank = ({ breaches, state }: AuditedMember) => (breaches.length > 0 ? 0 : state === "ready" ? 2 : 1);
  return members.toSorted((one, other) => rank(one) - rank(other));
}

/** The first thing to know. */
export function verdictOn({ met, totals: { members, breaching } }: AuditReport): string {
  if (members === 0) return "There are no members yet.";
  const all = members === 1 ? "The one member meets" : `All ${members} members meet`;
  return met
    ? `${all} the policy.`
    : `${breaching} of ${members} members ${breaching === 1 ? "does" : "do"} not meet the policy.`;
}

function totalsOf({ totals }: AuditReport): AuditPage["totals"] {
  const { members, ready, unsignedDevices, staleDevices, deactivated, others } = totals;
  const leftOut = [
    ...(deactivated > 0 ? [`${deactivated} deactivated`] : []),
    ...(others > 0 ? [`${others} guests, bots or bridges`] : []),
  ];
  return [
    { name: "Ready", value: `${ready} of ${members}` },
    { name: "Devices not confirmed", value: `${unsignedDevices}` },
    { name: "Devices unused for too long", value: `${staleDevices}` },
    ...(leftOut.length > 0 ? [{ name: "Left out", value: leftOut.join(", ") }] : []),
  ];
}

/** A verdict is shown by a sign too: print and some eyes have no colours. */
const signs = {
  good: { verdict: "good", sign: "✓" },
  waiting: { verdict: "waiting", sign: "…" },
  bad: { verdict: "bad", sign: "✗" },
} as const;

function rowOf(member: AuditedMember): AuditRow {
  const { user, displayName, state, breaches, devices, lastSeen, remarks } = member;
  return {
    user,
    name: displayName ?? "",
    state: stateWords[state].label,
    ...(breaches.includes("notReady") ? signs.bad : state === "ready" ? signs.good : signs.waiting),
    devicesVerdict: breaches.some((breach) => breach !== "notReady") ? "bad" : "",
    devices: devicesIn(devices),
    sessions: sessionsIn(member),
    lastSeen: lastSeen?.slice(0, 10) ?? "never",
    remarks: remarks.join("; "),
  };
}

/** How many devices, and what is wrong with some of them. */
export function devicesIn(devices: AuditedMember["devices"]): string {
  const unsigned = devices.filter(({ encryption }) => encryption === "unsigned").length;
  const stale = devices.filter((device) => device.stale).length;
  return [
    `${devices.length}`,
    ...(unsigned > 0 ? [`${unsigned} not confirmed`] : []),
    ...(stale > 0 ? [`${stale} unused`] : []),
  ].join(", ");
}

/** How many of the sessions the backup has. */
export function sessionsIn({ sessions: { known, backedUp } }: AuditedMember): string {
  return known === 0 ? "none" : `${backedUp} of ${known}`;
}
