import { isDeepStrictEqual } from "node:util";
import type { PlaceContext, PlaceDecisions } from "../context.ts";
import type { TeamNote } from "../plan.ts";
import { pictureOf, type SeenPlace } from "../seen.ts";
import type { PlaceState, TeamStep } from "../steps.ts";
import { joinContent, type WantedPlace } from "../wanted.ts";

/** What is changed about a room itself: its name and the like, its picture, who may join, and what is in a space. */
export function decideState(place: WantedPlace, found: SeenPlace, context: PlaceContext): PlaceDecisions {
  const { alias, join, state } = place;
  const changed = state.filter((wanted) => !isAsWanted(wanted, found));
  const content = joinContent(join, (space) => context.alive.get(space)?.room ?? null);
  const isJoinAsWanted = content !== null && isDeepStrictEqual(content, { ...found.state.get("m.room.join_rules") });
  return {
    steps: [
      ...changed.map((wanted) => ({ kind: "setState" as const, alias, state: wanted })),
      ...decidePicture(place, found, context),
      ...(isJoinAsWanted ? [] : [{ kind: "setJoin" as const, alias, join }]),
      ...decideChildren(place, found, context),
    ],
    notes: notesAbout(place, found),
  };
}

/** Clients add forms of their own to names and topics: only what the roster says is compared. What is empty may also be missing. */
function isAsWanted({ type, content }: PlaceState, found: SeenPlace): boolean {
  const there = found.state.get(type) ?? {};
  if (Object.keys(content).length === 0) return Object.keys(there).length === 0;
  return Object.entries(content).every(([key, value]) => isDeepStrictEqual(there[key] ?? "", value));
}

/** Compared by content: the same picture that a moderator set in an app stays, and one that is gone from the server is set again. */
function decidePicture({ alias, avatar }: WantedPlace, found: SeenPlace, { seen }: PlaceContext): readonly TeamStep[] {
  if (avatar === null || seen.pictures.get(pictureOf(found) ?? "") === avatar.sha256) return [];
  return [{ kind: "setPicture", alias, picture: avatar }];
}

/** Rooms that members put into a space stay in it. */
function decideChildren(
  { alias, children }: WantedPlace,
  found: SeenPlace,
  { seen, wanted, alive }: PlaceContext,
): readonly TeamStep[] {
  const named = new Set(children.map((child) => alive.get(child)?.room));
  const ours = new Set(seen.rooms.flatMap(({ room, creator }) => (creator === seen.operator ? [room] : [])));
  for (const { room } of seen.places.values()) ours.add(room);
  const missing = children.filter((child) => {
    const room = alive.get(child)?.room;
    return wanted.has(child) && (room === undefined || !found.children.has(room));
  });
  const surplus = [...found.children].filter((room) => !named.has(room) && ours.has(room));
  return [
    ...missing.map((child) => ({ kind: "addToSpace" as const, alias, child })),
    ...surplus.map((room) => ({ kind: "takeFromSpace" as const, alias, room, shown: shownAs(room, seen) })),
  ];
}

/** A room as people know it: by its alias, else by its name. */
function shownAs(room: string, { places, rooms }: PlaceContext["seen"]): string {
  const alias = [...places].find(([, place]) => place.room === room)?.[0];
  if (alias !== undefined) return `#${alias}`;
  const listed = rooms.find((each) => each.room === room);
  return listed?.alias ?? listed?.name ?? room;
}

function notesAbout({ alias, encrypted, space }: WantedPlace, found: SeenPlace): readonly TeamNote[] {
  const isEncrypted = found.state.get("m.room.encryption")?.algorithm !== undefined;
  const isSpace = found.state.get("m.room.create")?.type === "m.space";
  const stays = `#${alias} is encrypted, and stays so: encryption cannot be switched off`;
  const other = `#${alias} is a ${isSpace ? "space" : "room"} on the server, and a ${space ? "space" : "room"} in the roster: use another alias`;
  return [
    ...(isEncrypted && !encrypted && !space ? [{ what: "stays-encrypted" as const, about: alias, text: stays }] : []),
    ...(isSpace === space ? [] : [{ what: "other-kind" as const, about: alias, text: other }]),
  ];
}
