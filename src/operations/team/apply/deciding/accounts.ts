import type { Account } from "../../../../io/synapse/accounts.ts";
import type { UserId } from "../../../../kinds/names.ts";
import type { Roster, RosterMember } from "../../../../settings/team/roster.ts";
import type { TeamNote } from "../plan.ts";
import type { TeamSeen } from "../seen.ts";
import type { TeamStep } from "../steps.ts";

/** What happens to accounts, in the order of its parts. */
export interface AccountDecisions {
  readonly first: readonly TeamStep[];
  readonly last: readonly TeamStep[];
  readonly notes: readonly TeamNote[];
  readonly leaving: readonly UserId[];
  readonly returning: readonly UserId[];
  /** Members who have an account, or will have one once the first steps are done. */
  readonly present: ReadonlySet<UserId>;
}

/** Compares the roster's members with the accounts of the server. */
export function decideAccounts(roster: Roster, seen: TeamSeen): AccountDecisions {
  const accounts = new Map(seen.accounts.map((account) => [account.user, account]));
  const decided = roster.members.map((member) => decideMember(member, accounts.get(member.id), seen));
  const leaving = leavingMembers(roster, seen);
  return {
    first: inOrder(decided.flatMap(({ first }) => first)),
    last: [
      ...decided.flatMap(({ last }) => last),
      ...leaving.map((user) => ({ kind: accounts.has(user) ? ("offboard" as const) : ("forget" as const), user })),
    ],
    notes: [...decided.flatMap(({ notes }) => notes), ...unknownAccounts(roster, seen)],
    leaving,
    returning: roster.members.flatMap(({ id }) => (accounts.get(id)?.state === "deactivated" ? [id] : [])),
    present: new Set(decided.flatMap(({ member, present }) => (present ? [member.id] : []))),
  };
}

interface MemberDecisions {
  readonly member: RosterMember;
  readonly first: readonly TeamStep[];
  readonly last: readonly TeamStep[];
  readonly notes: readonly TeamNote[];
  readonly present: boolean;
}

function decideMember(member: RosterMember, account: Account | undefined, seen: TeamSeen): MemberDecisions {
  const user = member.id;
  if (account === undefined) return decideNewcomer(member, seen);
  const credential = credentialFor(account, seen);
  const isAdmin = member.role === "admin";
  const first: readonly TeamStep[] = [
    ...(credential === null ? [] : [{ kind: credential, user }]),
    ...(account.displayName === member.name ? [] : [{ kind: "setName" as const, user, name: member.name }]),
    ...(isAdmin && !account.admin ? [{ kind: "makeAdmin" as const, user }] : []),
  ];
  const last: readonly TeamStep[] = !isAdmin && account.admin ? [{ kind: "endAdmin", user }] : [];
  return { member, first, last, notes: account.state === "locked" ? [locked(user)] : [], present: true };
}

/** Who joins by a token makes the account, and is in no room before; until then their token is all that they get. */
function decideNewcomer(member: RosterMember, seen: TeamSeen): MemberDecisions {
  const user = member.id;
  const nothing = { member, last: [], notes: [] };
  if (member.joinsBy === "password")
    return { ...nothing, first: [{ kind: "makeAccount", user, admin: member.role === "admin" }], present: true };
  const known = seen.record.members[user];
  const waits = known !== undefined && known.sheet !== null && known.tokens.some((each) => seen.validTokens.has(each));
  if (!waits) return { ...nothing, first: [{ kind: "giveToken", user }], present: false };
  const text = `${user} has a registration token and has not signed up yet`;
  return { ...nothing, first: [], notes: [{ what: "waiting-for-sign-up", about: user, text }], present: false };
}

/** A sheet that was never written, because a run was killed, is written now: its password was seen by no one. Accounts of before keep theirs. */
function credentialFor(account: Account, { record }: TeamSeen): "reactivate" | "renewPassword" | "remember" | null {
  if (account.state === "deactivated") return "reactivate";
  const known = record.members[account.user];
  if (known === undefined) return "remember";
  return account.state === "active" && known.sheet === null && isUnused(account, known.made) ? "renewPassword" : null;
}

/** Whether we made it, or opened it again, and no one signed in since. */
function isUnused({ lastSeen }: Account, made: string | undefined): boolean {
  return made !== undefined && (lastSeen === null || lastSeen < made);
}

function locked(user: UserId): TeamNote {
  const text = `${user} is locked, and stays so. Undo it:  npx chatkeep account unlock ${user}`;
  return { what: "locked-account", about: user, text };
}

/** Members who were in the roster once and are no longer in it. */
function leavingMembers({ members, unmanaged }: Roster, { record }: TeamSeen): readonly UserId[] {
  const stays = new Set<string>([...members.map(({ id }) => id), ...unmanaged]);
  return Object.entries(record.members).flatMap(([user, { offboarded }]) =>
    offboarded === null && !stays.has(user) ? [user as UserId] : [],
  );
}

/** Accounts of programs begin with an underscore: no person can have such a name here. */
function unknownAccounts({ members, unmanaged }: Roster, seen: TeamSeen): readonly TeamNote[] {
  const known = new Set<string>([...members.map(({ id }) => id), ...unmanaged, ...Object.keys(seen.record.members)]);
  return seen.accounts.flatMap(({ user, state }) => {
    if (known.has(user) || user === seen.operator || user.startsWith("@_") || state === "deactivated") return [];
    const text = `${user} is not in the roster, and is left alone. Add it below \`members:\` or \`unmanaged:\`.`;
    return [{ what: "unknown-account" as const, about: user, text }];
  });
}

const order: readonly TeamStep["kind"][] = [
  "makeAccount",
  "renewPassword",
  "reactivate",
  "giveToken",
  "remember",
  "setName",
  "makeAdmin",
];

/** Steps of one kind stand together, because they may run side by side. */
function inOrder(steps: readonly TeamStep[]): readonly TeamStep[] {
  return order.flatMap((kind) => steps.filter((step) => step.kind === kind));
}
