import type { UserId } from "../../../../kinds/names.ts";
import type { Roster } from "../../../../settings/team/roster.ts";
import type { PlaceContext, PlaceDecisions } from "../context.ts";
import type { TeamNote } from "../plan.ts";
import { joinedIn, powerOf, type SeenPlace, type TeamSeen } from "../seen.ts";
import type { TeamStep } from "../steps.ts";
import { type WantedPlace, wantedPlaces } from "../wanted.ts";
import { decideMembers } from "./members.ts";
import { decidePowers } from "./powers.ts";
import { decideState } from "./state.ts";

/** Compares the rooms and spaces of the roster with those of the server. */
export function decidePlaces(roster: Roster, seen: TeamSeen, present: ReadonlySet<UserId>): PlaceDecisions {
  // The operator could not leave a room without members: it would be lost.
  const wanted = wantedPlaces(roster, present).filter(({ members }) => members.length > 0);
  const alive = new Map([...seen.places].filter(([, place]) => joinedIn(place).length > 0));
  const people = new Set<string>(roster.members.map(({ id }) => id));
  const known = new Set<string>([...people, ...Object.keys(seen.record.members), ...roster.unmanaged, seen.operator]);
  const context = { roster, seen, alive, wanted: new Map(wanted.map((place) => [place.alias, place])), people, known };
  const decided = wanted.map((place) => decidePlace(place, context));
  return {
    steps: [...inOrder(decided.flatMap(({ steps }) => steps)), ...roomsStillEntered(roster, seen)],
    notes: [...decided.flatMap(({ notes }) => notes), ...roomsLeftOut(roster, seen)],
  };
}

function decidePlace(place: WantedPlace, context: PlaceContext): PlaceDecisions {
  const found = context.alive.get(place.alias);
  return found === undefined ? makePlace(place, context) : changePlace(place, found, context);
}

function makePlace(place: WantedPlace, { roster, seen, wanted }: PlaceContext): PlaceDecisions {
  const { alias, name, space, join, state, members, guests, children, avatar } = place;
  const admins = new Set(roster.members.flatMap(({ id, role }) => (role === "admin" ? [id] : [])));
  const creators = members.filter((user) => admins.has(user));
  const powers = Object.fromEntries(Object.entries(place.powers).filter(([user]) => !admins.has(user as UserId)));
  const dead = seen.places.get(alias);
  const steps: readonly TeamStep[] = [
    ...(dead === undefined ? [] : [{ kind: "freeAlias" as const, alias, room: dead.room }]),
    { kind: space ? "makeSpace" : "makeRoom", place: { alias, name, space, creators, powers, join, state } },
    ...(avatar === null ? [] : [{ kind: "setPicture" as const, alias, picture: avatar }]),
    ...children.filter((child) => wanted.has(child)).map((child) => ({ kind: "addToSpace" as const, alias, child })),
    ...members.map((user) => ({ kind: "join" as const, alias, user })),
    ...guests.map((user) => ({ kind: "invite" as const, alias, user })),
    { kind: "leave", alias },
  ];
  return { steps, notes: [] };
}

function changePlace(place: WantedPlace, found: SeenPlace, context: PlaceContext): PlaceDecisions {
  const { alias } = place;
  const parts = [decideState, decideMembers, decidePowers].map((decide) => decide(place, found, context));
  const steps = parts.flatMap((part) => part.steps);
  const notes = parts.flatMap((part) => part.notes);
  const membership = found.memberships.get(context.seen.operator);
  const isIn = membership === "join";
  if (steps.length === 0 && !isIn && membership !== "invite") return { steps, notes }; // a killed run leaves it there
  const through = inviterIn(found, context);
  return {
    steps: [...(isIn ? [] : [{ kind: "enter" as const, alias, through }]), ...steps, { kind: "leave", alias }],
    notes,
  };
}

/** The most powerful member in a room whose account works: in their name the operator is invited, where there is no other way. */
function inviterIn(found: SeenPlace, { seen }: PlaceContext): UserId | null {
  const needed = Number(found.powers.invite ?? 0);
  const candidates = seen.accounts
    .filter(({ user, state }) => state === "active" && found.memberships.get(user) === "join")
    .map(({ user }) => ({ user, power: powerOf(found, user) }))
    .filter(({ power }) => power >= needed);
  return candidates.toSorted((a, b) => (a.power === b.power ? 0 : b.power - a.power))[0]?.user ?? null;
}

function roomsNamed(roster: Roster, { places }: TeamSeen): ReadonlySet<string | undefined> {
  return new Set([...roster.spaces, ...roster.rooms].map(({ alias }) => places.get(alias)?.room));
}

/** Rooms that a killed run left the operator in, and that have left the roster since. By leaving one without others it would be lost. */
function roomsStillEntered(roster: Roster, seen: TeamSeen): readonly TeamStep[] {
  const named = roomsNamed(roster, seen);
  return seen.rooms
    .filter(({ room, joined }) => seen.operatorIn.has(room) && joined > 1 && !named.has(room))
    .map(({ room, alias }) => ({ kind: "leaveOther", room, shown: alias ?? room }));
}

/** Rooms that the operator made, and that the roster no longer names. */
function roomsLeftOut(roster: Roster, seen: TeamSeen): readonly TeamNote[] {
  const named = roomsNamed(roster, seen);
  return seen.rooms.flatMap(({ room, alias, name, creator, joined }) => {
    if (creator !== seen.operator || joined === 0 || named.has(room)) return [];
    const about = alias ?? room;
    const text = `${about}${name === null ? "" : ` (${name})`} is not in the roster, and is left alone, with its ${joined === 1 ? "one member" : `${joined} members`}`;
    return [{ what: "room-not-in-roster" as const, about, text }];
  });
}

const order: readonly TeamStep["kind"][] = [
  "freeAlias",
  "makeSpace",
  "makeRoom",
  "enter",
  "setState",
  "setPicture",
  "setJoin",
  "addToSpace",
  "takeFromSpace",
  "join",
  "invite",
  "setPowers",
  "remove",
  "takeLeave",
  "leave",
];

/** Steps of one kind stand together, because they may run side by side. */
function inOrder(steps: readonly TeamStep[]): readonly TeamStep[] {
  return order.flatMap((kind) => steps.filter((step) => step.kind === kind));
}
