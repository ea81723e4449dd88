import type { JsonObject } from "../../../kinds/json.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { RosterPicture } from "../../../settings/team/pictures.ts";
import type { Roster, RosterMember, RosterPlace, RosterRoom, RosterSpace } from "../../../settings/team/roster.ts";
import type { NewPlace, PlaceJoin, PlaceState } from "./steps.ts";

/** A room or space as the roster wants it. */
export interface WantedPlace extends Omit<NewPlace, "creators"> {
  readonly members: readonly UserId[];
  readonly guests: readonly UserId[];
  /** Aliases of what is in it. */
  readonly children: readonly string[];
  readonly encrypted: boolean;
  /** Null where it is left as it is. */
  readonly avatar: RosterPicture | null;
}

/** What every room and space of a roster should be, each space after those that it is in. */
export function wantedPlaces(roster: Roster, present: ReadonlySet<UserId>): readonly WantedPlace[] {
  const wanted = (place: RosterSpace | RosterRoom) => wantedPlace(place, roster, present);
  return [...parentsFirst(roster.spaces).map(wanted), ...roster.rooms.map(wanted)];
}

/** The members that a room or space is for. */
export function peopleOf({ people }: RosterPlace, { members }: Roster): readonly RosterMember[] {
  if (people === "everyone") return members;
  return members.filter(
    ({ id, teams }) => people.members.includes(id) || teams.some((team) => people.teams.includes(team)),
  );
}

function wantedPlace(place: RosterSpace | RosterRoom, roster: Roster, present: ReadonlySet<UserId>): WantedPlace {
  const people = peopleOf(place, roster).filter(({ id }) => present.has(id));
  const spaces = roster.spaces.filter(({ rooms }) => rooms.includes(place.alias)).map(({ alias }) => alias);
  return {
    alias: place.alias,
    name: place.name,
    avatar: place.avatar,
    space: "rooms" in place,
    members: people.map(({ id }) => id),
    guests: place.guests,
    children: "rooms" in place ? place.rooms : [],
    encrypted: !("rooms" in place) && place.encrypted,
    powers: powersOf(people, place, roster),
    join: { rule: place.join, spaces: place.join === "space" ? spaces : [] },
    state: stateOf(place),
  };
}

/** Levels other than 0, which is what everyone has who is not named. */
function powersOf(people: readonly RosterMember[], { powers }: RosterPlace, { roles }: Roster) {
  const levels = people.map(({ id, role }) => [id, powers[role] ?? roles[role] ?? 0] as const);
  return Object.fromEntries(levels.filter(([, level]) => level !== 0));
}

/** In the order of the client-server API's chapters; what is not wanted is empty. */
function stateOf(place: RosterSpace | RosterRoom): readonly PlaceState[] {
  const both: readonly PlaceState[] = [
    { type: "m.room.name", content: { name: place.name } },
    { type: "m.room.topic", content: { topic: place.topic ?? "" } },
    { type: "m.room.guest_access", content: { guest_access: "forbidden" } },
  ];
  if ("rooms" in place)
    return [...both, { type: "m.room.history_visibility", content: { history_visibility: "shared" } }];
  return [
    ...both,
    { type: "m.room.history_visibility", content: { history_visibility: place.history } },
    { type: "m.room.retention", content: retentionOf(place) },
    ...(place.encrypted ? [encryption] : []),
  ];
}

const encryption: PlaceState = { type: "m.room.encryption", content: { algorithm: "m.megolm.v1.aes-sha2" } };

/** Synapse reads it where its `retention` is on (MSC1763). */
function retentionOf({ retention }: RosterRoom): JsonObject {
  return retention === null ? {} : { max_lifetime: retention };
}

/** The join rule's content (client-server API, "m.room.join_rules"); null where a space that it needs is not there yet. */
export function joinContent({ rule, spaces }: PlaceJoin, roomOf: (alias: string) => string | null): JsonObject | null {
  if (rule === "invited") return { join_rule: "invite" };
  if (rule === "server") return { join_rule: "public" };
  const rooms = spaces.map(roomOf);
  if (rooms.includes(null)) return null;
  return { join_rule: "restricted", allow: rooms.map((room_id) => ({ type: "m.room_membership", room_id })) };
}

/** Spaces have no circles; how deep each is, is found out once. */
function parentsFirst(spaces: readonly RosterSpace[]): readonly RosterSpace[] {
  const depths = new Map<string, number>();
  const depthOf = (alias: string): number => {
    const known = depths.get(alias);
    if (known !== undefined) return known;
    const parents = spaces.filter(({ rooms }) => rooms.includes(alias));
    const depth = Math.max(0, ...parents.map((parent) => depthOf(parent.alias) + 1));
    depths.set(alias, depth);
    return depth;
  };
  return spaces.toSorted((a, b) => depthOf(a.alias) - depthOf(b.alias));
}
