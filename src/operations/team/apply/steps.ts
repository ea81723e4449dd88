import type { JsonObject } from "../../../kinds/json.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { RosterPicture } from "../../../settings/team/pictures.ts";

/** How a room or space will be made; it refers to others by their aliases. */
export interface NewPlace {
  readonly alias: string;
  readonly name: string;
  readonly space: boolean;
  /** Its creators besides the operator. */
  readonly creators: readonly UserId[];
  readonly powers: Readonly<Record<UserId, number>>;
  readonly join: PlaceJoin;
  readonly state: readonly PlaceState[];
}

/** Who may join: members of these spaces, by their aliases, where it is for spaces. */
export interface PlaceJoin {
  readonly rule: "invited" | "space" | "server";
  readonly spaces: readonly string[];
}

/** One thing about a room that has one value, such as its topic. */
export interface PlaceState {
  readonly type: string;
  readonly content: JsonObject;
}

/**
 * One thing that applying a roster does. Rooms are named by the local part of their alias, because some are made on the way. Steps
 * of one kind that follow each other do not need each other.
 */
export type TeamStep =
  | { readonly kind: "makeAccount"; readonly user: UserId; readonly admin: boolean }
  | { readonly kind: "renewPassword"; readonly user: UserId }
  | { readonly kind: "reactivate"; readonly user: UserId }
  | { readonly kind: "giveToken"; readonly user: UserId }
  | { readonly kind: "remember"; readonly user: UserId }
  | { readonly kind: "setName"; readonly user: UserId; readonly name: string }
  | { readonly kind: "makeAdmin"; readonly user: UserId }
  | { readonly kind: "freeAlias"; readonly alias: string; readonly room: string }
  | { readonly kind: "makeSpace"; readonly place: NewPlace }
  | { readonly kind: "makeRoom"; readonly place: NewPlace }
  | { readonly kind: "enter"; readonly alias: string; readonly through: UserId | null }
  | { readonly kind: "setState"; readonly alias: string; readonly state: PlaceState }
  | { readonly kind: "setPicture"; readonly alias: string; readonly picture: RosterPicture }
  | { readonly kind: "setJoin"; readonly alias: string; readonly join: PlaceJoin }
  | { readonly kind: "addToSpace"; readonly alias: string; readonly child: string }
  | { readonly kind: "takeFromSpace"; readonly alias: string; readonly room: string; readonly shown: string }
  | { readonly kind: "join"; readonly alias: string; readonly user: UserId }
  | { readonly kind: "invite"; readonly alias: string; readonly user: UserId }
  | { readonly kind: "setPowers"; readonly alias: string; readonly powers: Readonly<Record<UserId, number>> }
  | { readonly kind: "remove"; readonly alias: string; readonly user: UserId }
  | { readonly kind: "takeLeave"; readonly alias: string; readonly user: UserId }
  | { readonly kind: "leave"; readonly alias: string }
  | { readonly kind: "leaveOther"; readonly room: string; readonly shown: string }
  | { readonly kind: "endAdmin"; readonly user: UserId }
  | { readonly kind: "offboard"; readonly user: UserId }
  | { readonly kind: "forget"; readonly user: UserId };
