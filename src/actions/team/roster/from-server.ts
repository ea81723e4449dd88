import type { Account } from "../../../io/synapse/accounts.ts";
import type { RoomState } from "../../../io/synapse/rooms.ts";
import { parseLocalpart, type UserId } from "../../../kinds/names.ts";
import type { RosterSettings } from "../../../settings/team/draft.ts";
import type { Entry } from "../../../settings/team/edit/append.ts";
import type { RosterEntries } from "../../../settings/team/edit/new-roster.ts";
import { entryOf, peopleOf, shownText } from "../../../settings/team/import/imported.ts";
import { type PlaceFacts, placeFacts } from "./place-facts.ts";

/** What a roster is written from. */
export interface ServerSeen {
  readonly accounts: readonly Account[];
  /** Accounts that no person uses, such as those of application services. */
  readonly others: ReadonlySet<string>;
  /** Rooms in use that an alias of this server leads to, with all of their state. */
  readonly rooms: readonly { readonly room: string; readonly alias: string; readonly state: readonly RoomState[] }[];
}

/** A roster that the server agrees with already, as far as a roster can say it; the rest is in the notes. */
export function rosterFromServer(
  seen: ServerSeen,
  settings: RosterSettings,
): RosterEntries & { readonly notes: readonly string[] } {
  const inUse = seen.accounts.filter(({ user, state }) => state !== "deactivated" && !user.startsWith("@_"));
  const isMember = ({ user }: Account) => !seen.others.has(user) && parseLocalpart(localpartOf(user)) !== null;
  const people = inUse.filter(isMember);
  const places = seen.rooms.map(({ room, alias, state }) => placeFacts(room, alias, state));
  const byRoom = new Map(places.map((place) => [place.room, place]));
  const roles = new Map(people.map(({ user, admin }) => [user, admin ? "admin" : roleOf(user, places)]));
  const context = { settings, ids: people.map(({ user }) => user), roles, byRoom };
  return {
    members: people.map((account) => memberOf(account, roles)),
    spaces: places.filter(({ space }) => space).flatMap((place) => placeOf(place, context)),
    rooms: places.filter(({ space }) => !space).flatMap((place) => placeOf(place, context)),
    unmanaged: inUse.filter((account) => !isMember(account)).map(({ user }) => user),
    notes: [...people.flatMap(lockedNote), ...places.flatMap((place) => notesOn(place, context))],
  };
}

interface Context {
  readonly settings: RosterSettings;
  readonly ids: readonly UserId[];
  readonly roles: ReadonlyMap<string, string>;
  readonly byRoom: ReadonlyMap<string, PlaceFacts>;
}

function localpartOf(user: string): string {
  return user.slice(1, user.indexOf(":"));
}

function memberOf({ user, displayName }: Account, roles: ReadonlyMap<string, string>): Entry {
  const role = roles.get(user);
  return entryOf({
    id: user,
    name: shownText(displayName) ?? localpartOf(user),
    role: role === "member" ? null : role,
  });
}

/** A moderator has that power wherever they are. */
function roleOf(user: string, places: readonly PlaceFacts[]): string {
  const levels = places.filter(({ joined }) => joined.includes(user)).map(({ powerOf }) => powerOf(user));
  return levels.length > 0 && levels.every((level) => level >= 50) ? "moderator" : "member";
}

function placeOf(place: PlaceFacts, { settings, ids, byRoom, roles }: Context): readonly Entry[] {
  const { alias, name, topic, space, joined, encrypted, history, retention } = place;
  const people = peopleOf(
    joined.filter((user) => roles.has(user)),
    ids,
  );
  if (people === null) return [];
  const both = {
    alias,
    name: name ?? alias,
    topic,
    people: people === "everyone" ? null : people,
    join: joinOf(place, byRoom, settings),
  };
  const guests = place.others.filter((user) => mayBeGuest(user, settings));
  if (space)
    return [entryOf({ ...both, guests, rooms: place.children.flatMap((child) => byRoom.get(child)?.alias ?? []) })];
  const kept = settings.messageRetention === null ? null : retention;
  const differing = { encrypted: encrypted ? null : false, history: history === "shared" ? null : history };
  return [entryOf({ ...both, ...differing, guests, retention: kept })];
}

/** A rule that a roster has no word for becomes the closest that lets fewer in. */
function joinOf(
  { rule, allowed }: PlaceFacts,
  byRoom: ReadonlyMap<string, PlaceFacts>,
  { federation }: RosterSettings,
): string | null {
  if (rule === "public") return federation.mode === "closed" ? "server" : null;
  return rule === "restricted" && allowed.some((room) => byRoom.get(room)?.space === true) ? "space" : null;
}

function mayBeGuest(user: string, { serverName, federation }: RosterSettings): boolean {
  const server = user.slice(user.indexOf(":") + 1);
  if (server === serverName || federation.mode === "closed") return false;
  return federation.mode === "open" || federation.servers.some((each) => each === server);
}

function lockedNote({ user, state }: Account): readonly string[] {
  return state === "locked" ? [`${user} is locked: delete their lines if they no longer belong to the team.`] : [];
}

/** What the roster cannot say of a room, so that applying it would change that. */
function notesOn(
  { alias, joined, powerOf, history, rule, others }: PlaceFacts,
  { roles, settings }: Context,
): readonly string[] {
  const usual: Readonly<Record<string, number>> = { admin: 100, moderator: 50, member: 0 };
  const members = joined.filter((user) => roles.has(user));
  const differing = members.filter(
    (user) => Number.isFinite(powerOf(user)) && powerOf(user) !== usual[roles.get(user) ?? "member"],
  );
  const unreached = others.filter((user) => !mayBeGuest(user, settings));
  return [
    ...differing.map(
      (user) => `#${alias}: ${user} has the power level ${powerOf(user)}; write \`powers:\` for their role to keep it.`,
    ),
    ...(history === "world_readable"
      ? [`#${alias}: everyone can read its history without joining, which a roster does not offer.`]
      : []),
    ...(["invite", "restricted", ...(settings.federation.mode === "closed" ? ["public"] : [])].includes(rule)
      ? []
      : [`#${alias}: the join rule \`${rule}\` becomes \`invited\`.`]),
    ...(unreached.length === 0
      ? []
      : [
          `#${alias}: ${unreached.join(", ")} cannot be written as guests, because this server's federation does not reach them.`,
        ]),
  ];
}
