import { devicesIn } from "../../../operations/recovery/audit/page.ts";
import { stateWords } from "../../../operations/recovery/audit/words.ts";
import type { UnknownRoom } from "../../../operations/team/status/beside.ts";
import type { MemberStatus, TeamStatus } from "../../../operations/team/status/report.ts";
import { stageWords } from "../../../operations/team/status/words.ts";
import { columns } from "../../../render/columns.ts";
import { printable } from "../../../render/printable.ts";

/** The status for a terminal: the verdict, all members, what their stages mean, and what is beside the roster. */
export function showTeamStatus(status: TeamStatus): readonly string[] {
  const parts = [
    verdict(status),
    table(status.members),
    meanings(status),
    leavingLines(status),
    accountLines(status),
    roomLines(status),
  ];
  return parts.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function verdict({ totals: { members, ready, breaching }, policies }: TeamStatus): readonly string[] {
  const all = members === 1 ? "The one member meets" : `All ${members} members meet`;
  const some = `${breaching} of ${members} members ${breaching === 1 ? "does" : "do"} not meet the policies.`;
  return [
    `${breaching === 0 ? `${all} the policies.` : some} ${ready} of ${members} could recover their messages.`,
    `The policies: recovery ready within ${policies.recoveryWithin} of the invitation, every device confirmed, none unused for more than ${policies.staleDevicesAfter}.`,
  ];
}

function table(members: readonly MemberStatus[]): readonly string[] {
  return columns([
    ["", "USER", "NAME", "STAGE", "SINCE", "PASSWORD", "RECOVERY", "DEVICES", "LAST SEEN", "REMARKS"],
    ...inOrder(members).map((member) => [
      member.breaches.length > 0 ? "!" : "",
      member.user,
      shortened(printable(member.name)),
      stageWords[member.stage].label,
      dayOf(member.since) ?? "-",
      member.password === "unknown" ? "-" : member.password,
      member.recovery === null || member.recovery === "neverSignedIn" ? "-" : stateWords[member.recovery].label,
      devicesIn(member.devices),
      dayOf(member.lastSeen) ?? "never",
      printable(member.remarks.join("; ")),
    ]),
  ]);
}

/** Those who miss a policy first; else as the roster has them. */
function inOrder(members: readonly MemberStatus[]): readonly MemberStatus[] {
  const rank = ({ breaches }: MemberStatus) => (breaches.length > 0 ? 0 : 1);
  return members.toSorted((one, other) => rank(one) - rank(other));
}

function meanings({ members, totals }: TeamStatus): readonly string[] {
  const present = Object.entries(stageWords).filter(([stage]) => members.some((member) => member.stage === stage));
  const missing = Object.entries(stateWords).filter(
    ([state]) => state !== "ready" && state !== "neverSignedIn" && members.some(({ recovery }) => recovery === state),
  );
  const devices = members.some(({ breaches }) => breaches.some((breach) => breach !== "notReady"));
  return [
    ...[...present, ...missing].flatMap(([, { label, meaning, advice }]) => [`${label}: ${meaning}`, `  ${advice}`]),
    ...(totals.initialPasswords > 0
      ? ["initial: The member still uses the password of their sheet.", "  They choose another one at /password."]
      : []),
    ...(devices
      ? ["Devices: see those of one member, and whether one can be erased: `npx chatkeep devices list`."]
      : []),
  ];
}

function leavingLines({ leaving }: TeamStatus): readonly string[] {
  if (leaving.length === 0) return [];
  return [
    "No longer in the roster, and not offboarded yet:",
    ...leaving.map(({ user, displayName, locked }) => `  ${named(user, displayName)}${locked ? ", locked" : ""}`),
    "  Apply the roster: `npx chatkeep team apply`.",
  ];
}

function accountLines({ unknownAccounts }: TeamStatus): readonly string[] {
  if (unknownAccounts.length === 0) return [];
  return [
    "Accounts that are not in the roster:",
    ...shortList(unknownAccounts, ({ user, displayName, admin, locked, lastSeen }) =>
      [
        named(user, displayName),
        ...(admin ? ["administrator of the server"] : []),
        ...(locked ? ["locked"] : []),
        `last seen ${dayOf(lastSeen) ?? "never"}`,
      ].join(", "),
    ),
    "  Nothing touches them. Add people to `members`, and bots to `unmanaged`.",
  ];
}

function roomLines({ rooms: { missing, unknown, conversations } }: TeamStatus): readonly string[] {
  return [
    ...(missing.length > 0
      ? [
          "In the roster, and not there yet:",
          ...shortList(missing, (alias) => alias),
          "  Apply the roster: `npx chatkeep team apply`.",
        ]
      : []),
    ...(unknown.length > 0
      ? ["Rooms that are not in the roster:", ...shortList(unknown, roomLine), "  Nothing touches them."]
      : []),
    ...(conversations > 0
      ? [
          `${conversations} ${conversations === 1 ? "room has" : "rooms have"} neither name nor alias, as conversations do.`,
        ]
      : []),
  ];
}

function roomLine({ room, name, aliases, space, encrypted, creator, joined }: UnknownRoom): string {
  const called = [...(name === null ? [] : [`"${shortened(printable(name))}"`]), ...aliases].join(", ");
  const people = `${joined} ${joined === 1 ? "person" : "people"}`;
  const kind = space ? "a space" : encrypted ? "encrypted" : "not encrypted";
  return `${called}: ${kind}, ${people}${creator === null ? "" : `, made by ${creator}`} (${room})`;
}

function named(user: string, displayName: string | null): string {
  return displayName === null ? user : `${user} (${shortened(printable(displayName))})`;
}

/** A terminal needs no thousand lines: `--json` has them. */
function shortList<Item>(items: readonly Item[], line: (item: Item) => string): readonly string[] {
  const more = items.length - longestList;
  return [
    ...items.slice(0, longestList).map((item) => `  ${line(item)}`),
    ...(more > 0 ? [`  and ${more} more; --json prints all of them`] : []),
  ];
}

function dayOf(time: string | null): string | null {
  return time?.slice(0, 10) ?? null;
}

/** A name is no longer than a column should be; the user ID beside it is whole. */
function shortened(name: string): string {
  const characters = [...name];
  return characters.length <= longestName ? name : `${characters.slice(0, longestName - 1).join("")}…`;
}

const longestName = 24;
const longestList = 20;
