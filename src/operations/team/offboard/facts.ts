import type { AccessLeft } from "../../../io/postgres/audit/lockout.ts";
import type { Account } from "../../../io/synapse/accounts.ts";
import type { UserId } from "../../../kinds/names.ts";

/** A power level; a creator of a room of version 12 or newer stands above all of them (Matrix spec, room version 12). */
export type Power = number | "creator";

/** A person of this server who is in a room. */
export interface PersonInRoom {
  readonly user: UserId;
  readonly power: Power;
}

/** A room that the leaving member is in, is invited to or knocks at. */
export interface DepartureRoom {
  readonly room: string;
  readonly name: string | null;
  readonly alias: string | null;
  readonly version: string;
  /** Whether it is in the roster: the operator enters no other. */
  readonly team: boolean;
  readonly encrypted: boolean;
  readonly membership: "join" | "invite" | "knock";
  /** The leaving member's own power. */
  readonly power: Power;
  /** The power that changing the power levels takes. */
  readonly leading: number;
  /** The power that removing a person takes. */
  readonly removing: number;
  /** Others of this server in it, people alone. */
  readonly people: readonly PersonInRoom[];
  /** How many of other servers are in it. */
  readonly elsewhere: number;
  /** Whether a person of another server could change its power levels. */
  readonly ledElsewhere: boolean;
  /** Whether the operator stands above everyone in it, as a creator of version 12 or newer. */
  readonly operatorCreated: boolean;
}

/** What is observed of a member who leaves. */
export interface DepartureFacts {
  readonly user: UserId;
  readonly account: Pick<Account, "state" | "admin" | "displayName">;
  readonly access: AccessLeft;
  readonly rooms: readonly DepartureRoom[];
  /** Rooms that the operator is in, or is invited to: a run was killed there, since it stays in none. */
  readonly operatorIn: readonly Pick<DepartureRoom, "room" | "alias">[];
  /** Every room that they ever were in: what they sent may be in each. */
  readonly everIn: readonly string[];
  /** Administrators of the server that can take rooms over, the first one first. */
  readonly administrators: readonly UserId[];
  /** The beginnings of registration tokens that they made or were given and that are still there. */
  readonly tokens: readonly string[];
}

/** What becomes of what they leave behind. */
export interface DepartureWishes {
  readonly history: "keep" | "redact";
  readonly media: "keep" | "delete";
  /** Whether newcomers are no longer shown their messages, and their profile is removed. */
  readonly erase: boolean;
}

/** Which of two powers is greater: positive where it is the first. */
export function comparePowers(one: Power, other: Power): number {
  const value = (power: Power) => (power === "creator" ? Number.POSITIVE_INFINITY : power);
  return value(one) === value(other) ? 0 : value(one) - value(other);
}

/** How a room is named to a person: what members called it may be anything, so its alias or id comes first. */
export function roomTitle({ alias, room }: Pick<DepartureRoom, "alias" | "room">): string {
  return alias ?? room;
}
