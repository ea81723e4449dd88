import type { UserId } from "../../../../kinds/names.ts";
import type { PlaceContext, PlaceDecisions } from "../context.ts";
import type { TeamNote } from "../plan.ts";
import { powerOf, type SeenPlace } from "../seen.ts";
import type { TeamStep } from "../steps.ts";
import type { WantedPlace } from "../wanted.ts";

/** Who is put into a room, invited to it, and removed from it. */
export function decideMembers(place: WantedPlace, found: SeenPlace, context: PlaceContext): PlaceDecisions {
  const { alias, members, guests } = place;
  const isBanned = (user: UserId) => found.memberships.get(user) === "ban";
  const surplus = surplusIn(place, found, context);
  const steps: readonly TeamStep[] = [
    ...members
      .filter((user) => found.memberships.get(user) !== "join" && !isBanned(user))
      .map((user) => ({ kind: "join" as const, alias, user })),
    ...guests
      .filter((user) => !["join", "invite", "ban"].includes(found.memberships.get(user) ?? "leave"))
      .map((user) => ({ kind: "invite" as const, alias, user })),
    ...surplus.map((user) => ({ kind: removalOf(user, found, context), alias, user })),
  ];
  return {
    steps,
    notes: [...[...members, ...guests].filter(isBanned).map(bannedFrom(alias)), ...unknownIn(place, found, context)],
  };
}

const ways: readonly string[] = ["join", "invite", "knock"];

/** People in a room, or on their way into it, who are not of it. */
function surplusIn(place: WantedPlace, found: SeenPlace, context: PlaceContext): readonly UserId[] {
  const belongs = new Set<string>([...place.members, ...place.guests]);
  const isHere = (user: string) => user.endsWith(`:${serverOf(context)}`);
  const parents = place.join.spaces.flatMap((alias) => context.wanted.get(alias)?.members ?? []);
  const mayJoin = (user: string) => place.join.rule === "server" || parents.includes(user as UserId);
  return [...found.memberships].flatMap(([user, membership]) => {
    if (!ways.includes(membership) || belongs.has(user)) return [];
    const goes = isHere(user) ? context.people.has(user) && !mayJoin(user) : true;
    return goes ? [user as UserId] : [];
  });
}

function serverOf({ seen: { operator } }: PlaceContext): string {
  return operator.slice(operator.indexOf(":") + 1);
}

/** A creator cannot be removed by others, nor a member as powerful as the operator: they leave in their own name. */
function removalOf(user: UserId, found: SeenPlace, { seen }: PlaceContext): "remove" | "takeLeave" {
  if (found.creators.has(user)) return "takeLeave";
  return found.creators.has(seen.operator) || powerOf(found, user) < 100 ? "remove" : "takeLeave";
}

const bannedFrom =
  (alias: string) =>
  (user: UserId): TeamNote => ({
    what: "banned",
    about: user,
    text: `${user} belongs to #${alias} by the roster, and was banned from it: a moderator of the room can undo that`,
  });

const standing: Readonly<Record<string, string>> = { join: "is in", invite: "is invited to", knock: "knocks at" };

/** Accounts of this server that are in a room, or on their way into it, and in no list of ours. */
function unknownIn({ alias, join, guests }: WantedPlace, found: SeenPlace, context: PlaceContext): readonly TeamNote[] {
  if (join.rule === "server") return [];
  const isGuest = (user: string) => guests.includes(user as UserId);
  return [...found.memberships].flatMap(([user, membership]) => {
    const stands = standing[membership];
    if (stands === undefined || context.known.has(user) || isGuest(user) || !user.endsWith(`:${serverOf(context)}`))
      return [];
    const text = `${user} ${stands} #${alias} and is not in the roster, and is left alone`;
    return [{ what: "unknown-in-room" as const, about: user, text }];
  });
}
