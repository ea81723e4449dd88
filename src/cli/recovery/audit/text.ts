import { devicesIn, membersInOrder, sessionsIn, verdictOn } from "../../../operations/recovery/audit/page.ts";
import type { AuditedMember, AuditReport } from "../../../operations/recovery/audit/report.ts";
import { stateWords } from "../../../operations/recovery/audit/words.ts";
import { columns } from "../../../render/columns.ts";
import { printable } from "../../../render/printable.ts";

/** The report for a terminal: who needs what, then all members, then what they mean. */
export function showAudit(report: AuditReport): readonly string[] {
  const { members, policy } = report;
  const verdict = [
    verdictOn(report),
    `The policy: ready within ${policy.readyWithin}, every device confirmed, none unused for more than ${policy.staleAfter}.`,
  ];
  if (members.length === 0) return verdict;
  return [...verdict, "", ...table(members), "", ...meanings(members), ...cannotKnow(report)];
}

function table(members: readonly AuditedMember[]): readonly string[] {
  return columns([
    ["", "USER", "NAME", "STATE", "DEVICES", "BACKED UP", "LAST SEEN", "REMARKS"],
    ...membersInOrder(members).map((member) => [
      member.breaches.length > 0 ? "!" : "",
      member.user,
      shortened(printable(member.displayName ?? "")),
      stateWords[member.state].label,
      devicesIn(member.devices),
      sessionsIn(member),
      member.lastSeen?.slice(0, 10) ?? "never",
      printable(member.remarks.join("; ")),
    ]),
  ]);
}

/** A name is no longer than a column should be; the user ID beside it is whole. */
function shortened(name: string): string {
  const characters = [...name];
  return characters.length <= longestName ? name : `${characters.slice(0, longestName - 1).join("")}…`;
}

const longestName = 24;

function meanings(members: readonly AuditedMember[]): readonly string[] {
  const present = Object.entries(stateWords).filter(([state]) => members.some((member) => member.state === state));
  const lines = present.map(([, { label, meaning, advice }]) => [`${label}: ${meaning}`, `  ${advice}`]);
  const devices = [
    ...(members.some(({ devices: all }) => all.some(({ encryption }) => encryption === "unsigned"))
      ? ["not confirmed: The member confirms the device with the recovery key or another device, or signs it out."]
      : []),
    ...(members.some(({ devices: all }) => all.some(({ stale }) => stale))
      ? ["unused: The member signs the device out, or you remove it."]
      : []),
  ];
  return [...lines.flat(), ...devices];
}

function cannotKnow({ unknowable, sessionsOfLast }: AuditReport): readonly string[] {
  return [
    `BACKED UP counts the sessions used in the last ${sessionsOfLast} in the member's rooms since they joined.`,
    "",
    "What the server cannot know:",
    ...unknowable.map((text) => `  ${text}`),
  ];
}
