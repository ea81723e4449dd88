import type { StandingRoom } from "../../../io/postgres/standing-rooms.ts";
import type { Account } from "../../../io/synapse/accounts.ts";
import type { UserId } from "../../../kinds/names.ts";
import { isCanary } from "../../../kinds/own-accounts.ts";
import type { TeamFacts } from "./facts.ts";

/** An account that neither the roster nor the record has: nothing touches it. */
export interface UnknownAccount {
  readonly user: UserId;
  readonly displayName: string | null;
  readonly admin: boolean;
  readonly locked: boolean;
  readonly created: string;
  readonly lastSeen: string | null;
}

/** A member who is no longer in the roster, and whose account is still open. */
export interface LeavingMember {
  readonly user: UserId;
  readonly displayName: string | null;
  readonly locked: boolean;
}

/** A room or space that has a name, and is not in the roster. */
export type UnknownRoom = Omit<StandingRoom, "replaced">;

/** Members who were taken out of the roster, and are not offboarded yet. */
export function leavingOf({ roster, record, accounts }: TeamFacts): readonly LeavingMember[] {
  const here = new Set(roster.members.map(({ id }) => id));
  const leaves = (user: UserId) => !here.has(user) && record.members[user]?.offboarded === null;
  return accounts
    .filter(({ user, state }) => state !== "deactivated" && leaves(user))
    .map(({ user, displayName, state }) => ({ user, displayName, locked: state === "locked" }));
}

/** Accounts of people that nothing is known of. */
export function unknownAccountsOf(facts: TeamFacts): readonly UnknownAccount[] {
  const { roster, accounts, others, notices } = facts;
  const known = new Set([
    ...roster.members.map(({ id }) => id),
    ...roster.unmanaged,
    ...others,
    ...leavingOf(facts).map(({ user }) => user),
    notices,
  ]);
  return accounts.filter(({ user, state }) => state !== "deactivated" && !known.has(user)).map(unknownAccount);
}

function unknownAccount({ user, displayName, admin, state, created, lastSeen }: Account): UnknownAccount {
  return { user, displayName, admin, locked: state === "locked", created, lastSeen };
}

/** The rooms of the server beside the roster's. */
export interface RoomsBeside {
  /** Aliases of the roster that lead to no room. */
  readonly missing: readonly string[];
  readonly unknown: readonly UnknownRoom[];
  /** Rooms without a name or an alias, as private conversations are: they are counted, and no more is told. */
  readonly conversations: number;
}

/** Holds the server's rooms against the roster's. Empty ones, those that an upgrade replaced, those of notices and the canary's are left out. */
export function roomsBeside({ roster, serverName, rooms, notices }: TeamFacts): RoomsBeside {
  const wanted = new Set([...roster.spaces, ...roster.rooms].map(({ alias }) => `#${alias}:${serverName}`));
  const there = new Set(rooms.flatMap(({ aliases }) => aliases));
  const beside = rooms.filter(
    ({ aliases, joined, replaced, creator }) =>
      joined > 0 &&
      !replaced &&
      creator !== notices &&
      !isCanary(creator ?? "") &&
      !aliases.some((alias) => wanted.has(alias)),
  );
  const isNamed = ({ name, aliases }: Pick<UnknownRoom, "name" | "aliases">) => name !== null || aliases.length > 0;
  return {
    missing: [...wanted].filter((alias) => !there.has(alias)),
    unknown: beside.filter(isNamed).map(({ replaced: _, ...room }) => room),
    conversations: beside.filter((room) => !isNamed(room)).length,
  };
}
