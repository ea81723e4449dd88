import type { Account } from "../../../io/synapse/accounts.ts";
import type { ListedRoom, RoomState } from "../../../io/synapse/rooms.ts";
import { isJsonObject, type Json, type JsonObject } from "../../../kinds/json.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { TeamRecord } from "../record.ts";

/** What a team's roster is compared with. */
export interface TeamSeen {
  readonly accounts: readonly Account[];
  /** The rooms that the roster's aliases lead to, by the local part of the alias. */
  readonly places: ReadonlyMap<string, SeenPlace>;
  /** The SHA-256 of pictures of rooms, by their addresses (`mxc://SERVER/ID`), where the roster says what they should be. */
  readonly pictures: ReadonlyMap<string, string>;
  /** All rooms of the server. */
  readonly rooms: readonly ListedRoom[];
  readonly record: TeamRecord;
  readonly operator: UserId;
  /** Rooms that the operator is in: a run was killed there, since it stays in none. */
  readonly operatorIn: ReadonlySet<string>;
  /** Beginnings of the registration tokens that still let a newcomer in, as the record keeps them. */
  readonly validTokens: ReadonlySet<string>;
}

/** A room or space as the server has it. */
export interface SeenPlace {
  readonly room: string;
  /** Who stands above all power levels: its creators from version 12 on; no member before (Matrix spec, room version 12). */
  readonly creators: ReadonlySet<string>;
  readonly powers: JsonObject;
  /** Membership by user ID, such as `join`, `invite`, `leave` and `ban`. */
  readonly memberships: ReadonlyMap<string, string>;
  /** Room IDs of what is in a space. */
  readonly children: ReadonlySet<string>;
  /** The content of its other state, by type, of the empty key. */
  readonly state: ReadonlyMap<string, JsonObject>;
}

const firstWithStrongCreators = 12;

/** Reads a room from all of its state. */
export function seenPlace(room: string, events: readonly RoomState[]): SeenPlace {
  const plain = new Map(events.filter(({ key }) => key === "").map(({ type, content }) => [type, objectOf(content)]));
  const keyed = (type: string) => events.filter((event) => event.type === type);
  return {
    room,
    creators: creatorsIn(events),
    powers: plain.get("m.room.power_levels") ?? {},
    memberships: new Map(keyed("m.room.member").map(({ key, content }) => [key, String(objectOf(content).membership)])),
    children: new Set(
      keyed("m.space.child").flatMap(({ key, content }) => (Array.isArray(objectOf(content).via) ? [key] : [])),
    ),
    state: plain,
  };
}

function creatorsIn(events: readonly RoomState[]): ReadonlySet<string> {
  const event = events.find(({ type }) => type === "m.room.create");
  const content = objectOf(event?.content ?? null);
  if (event === undefined || !(Number(content.room_version) >= firstWithStrongCreators)) return new Set();
  const further = content.additional_creators;
  return new Set([event.sender, ...(Array.isArray(further) ? further.map(String) : [])]);
}

/** A member's power level there; infinite for a creator of version 12. */
export function powerOf({ creators, powers }: SeenPlace, user: string): number {
  if (creators.has(user)) return Number.POSITIVE_INFINITY;
  return Number(objectOf(powers.users ?? null)[user] ?? powers.users_default ?? 0);
}

/** The address of a room's picture; null where it has none (client-server API, "m.room.avatar"). */
export function pictureOf(place: SeenPlace | undefined): string | null {
  const address = place?.state.get("m.room.avatar")?.url;
  return typeof address === "string" && address !== "" ? address : null;
}

/** The members in a room. */
export function joinedIn({ memberships }: SeenPlace): readonly string[] {
  return [...memberships].flatMap(([user, membership]) => (membership === "join" ? [user] : []));
}

/** A mapping; an empty one where it is none. */
export function objectOf(value: Json): JsonObject {
  return isJsonObject(value) ? value : {};
}
