import { isDeepStrictEqual } from "node:util";
import type { UserId } from "../../../../kinds/names.ts";
import type { PlaceContext, PlaceDecisions } from "../context.ts";
import type { TeamNote } from "../plan.ts";
import { objectOf, type SeenPlace } from "../seen.ts";
import type { WantedPlace } from "../wanted.ts";

/**
 * The power levels that members are given. Levels of others who are in the room stay, and so do creators of version 12, who are above
 * all levels and are in no list of them (Matrix spec, room version 12).
 */
export function decidePowers(place: WantedPlace, found: SeenPlace, context: PlaceContext): PlaceDecisions {
  const { alias } = place;
  const { [context.seen.operator]: _, ...now } = levelsIn(found);
  const wanted = wantedLevels(place, found, context);
  const isSame = isDeepStrictEqual(sorted(now), sorted(wanted));
  const steps = isSame ? [] : [{ kind: "setPowers" as const, alias, powers: wanted }];
  return { steps, notes: [...creatorsWhoStay(place, found, context), ...powerfulWhoStay(place, found, context)] };
}

function levelsIn(found: SeenPlace): Readonly<Record<string, number>> {
  const users = Object.entries(objectOf(found.powers.users ?? null));
  return Object.fromEntries(users.map(([user, level]) => [user, Number(level)]));
}

function wantedLevels(place: WantedPlace, found: SeenPlace, context: PlaceContext): Readonly<Record<UserId, number>> {
  const usual = Number(found.powers.users_default ?? 0);
  const members = place.members
    .filter((user) => !found.creators.has(user))
    .map((user) => [user, place.powers[user] ?? 0] as const)
    .filter(([, level]) => level !== usual);
  const others = Object.entries(levelsIn(found)).filter(([user]) => isLeftAlone(user, found, context));
  return Object.fromEntries([...others, ...members, ...stuckLevels(place, found, context)]);
}

/** People who are neither of the team nor were. */
function isLeftAlone(user: string, found: SeenPlace, { roster, seen }: PlaceContext): boolean {
  if (user === seen.operator || found.memberships.get(user) !== "join") return false;
  return !Object.hasOwn(seen.record.members, user) && !roster.members.some(({ id }) => id === user);
}

/** Where the operator is no creator, it is given 100 and cannot lower others who have it (Matrix spec, "Authorization rules"). */
function stuckLevels(
  place: WantedPlace,
  found: SeenPlace,
  { seen }: PlaceContext,
): readonly (readonly [string, number])[] {
  if (found.creators.has(seen.operator)) return [];
  return Object.entries(levelsIn(found)).filter(
    ([user, level]) => user !== seen.operator && level >= 100 && (place.powers[user as UserId] ?? 0) < level,
  );
}

function powerfulWhoStay(place: WantedPlace, found: SeenPlace, context: PlaceContext): readonly TeamNote[] {
  return stuckLevels(place, found, context).map(([user, level]) => ({
    what: "stays-powerful" as const,
    about: user,
    text: `${user} keeps the power level ${level} in #${place.alias}: only they can lower it`,
  }));
}

/** Administrators of a room's beginning who are less now. */
function creatorsWhoStay(
  { alias, powers, members }: WantedPlace,
  found: SeenPlace,
  { roster }: PlaceContext,
): readonly TeamNote[] {
  const here = new Set<string>(members);
  return roster.members.flatMap(({ id, role }) => {
    if (!found.creators.has(id) || role === "admin" || !here.has(id) || powers[id] === 100) return [];
    const text = `${id} is a creator of #${alias}, and keeps all power there for ever (room version 12)`;
    return [{ what: "stays-creator" as const, about: id, text }];
  });
}

function sorted(levels: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(levels).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
