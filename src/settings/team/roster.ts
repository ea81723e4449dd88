import type { Duration } from "../../kinds/duration.ts";
import type { UserId } from "../../kinds/names.ts";
import type { RosterPicture } from "./pictures.ts";

/** Who belongs to a team, with its spaces, rooms and rules: what stacks/team.STACK.yaml says, once it is trusted. */
export interface Roster {
  /** Power level by role, 0 to 100. `admin`, `moderator` and `member` are always there (100, 50 and 0 if the file says nothing). */
  readonly roles: Readonly<Record<string, number>>;
  /** At least one of them has the role `admin`. */
  readonly members: readonly RosterMember[];
  readonly spaces: readonly RosterSpace[];
  readonly rooms: readonly RosterRoom[];
  readonly policies: TeamPolicies;
  /** Accounts of this server that are no members, such as bots: never touched. */
  readonly unmanaged: readonly UserId[];
}

/** One person of the team. */
export interface RosterMember {
  readonly id: UserId;
  readonly name: string;
  readonly email: string | null;
  /** A key of `Roster.roles`. `admin` is also an administrator of the server. */
  readonly role: string;
  readonly teams: readonly string[];
  /** Other ways to reach them, such as a telephone number; for people only. */
  readonly contacts: readonly string[];
  /** By which means they first sign in: an initial password, or a registration token for who joins in a web client. */
  readonly joinsBy: "password" | "token";
}

/** Whose room it is: the whole team, or those of these teams and these members. */
export type RoomPeople = "everyone" | { readonly teams: readonly string[]; readonly members: readonly UserId[] };

/** What spaces and rooms have in common. The alias is what a room is recognised by. */
export interface RosterPlace {
  /** The local part of its alias, such as `general` of `#general:acme.test`. */
  readonly alias: string;
  readonly name: string;
  readonly topic: string | null;
  /** Null where the roster says nothing about it: it is left as it is. */
  readonly avatar: RosterPicture | null;
  readonly people: RoomPeople;
  /** Who may join: only those invited, members of a space that it is in too, or everyone on the server. */
  readonly join: "invited" | "space" | "server";
  /** Power level by role, where it differs from `Roster.roles`. */
  readonly powers: Readonly<Record<string, number>>;
  /** People of other servers, invited where federation reaches them. */
  readonly guests: readonly UserId[];
}

/** A space. */
export interface RosterSpace extends RosterPlace {
  /** Aliases of the rooms and spaces in it; there is no circle. */
  readonly rooms: readonly string[];
}

/** A room. */
export interface RosterRoom extends RosterPlace {
  readonly encrypted: boolean;
  /** What newcomers may read (Matrix spec, "Room history visibility"). */
  readonly history: "shared" | "invited" | "joined";
  /** How long messages are kept; null if for ever. */
  readonly retention: Duration | null;
}

/** What is expected of members. What the server cannot enforce is watched. */
export interface TeamPolicies {
  /** Since the invitation. */
  readonly recoveryWithin: Duration;
  readonly staleDevicesAfter: Duration;
}
