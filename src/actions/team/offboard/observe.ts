import { Refusal } from "../../../errors.ts";
import { type AccessLeft, readAccessLeft } from "../../../io/postgres/audit/lockout.ts";
import type { Database } from "../../../io/postgres/database.ts";
import type { UserId } from "../../../kinds/names.ts";
import { shownCharacters } from "../../../operations/accounts/tokens.ts";
import type { DepartureFacts, DepartureRoom } from "../../../operations/team/offboard/facts.ts";
import { departureRoom, isVisited, type RoomContext } from "../../../operations/team/offboard/room-facts.ts";
import { readTeamRecord } from "../../../operations/team/record-file.ts";
import type { Roster } from "../../../settings/team/roster.ts";
import type { Administered } from "../../accounts/operate.ts";
import { deedsOf } from "../../journal/read.ts";
import { onThisStack, type Session } from "../../session.ts";
import type { Settled } from "../../stack/settings.ts";
import { rosterOf } from "../roster/roster-of.ts";

/** What observing a departure needs. */
export interface Observer {
  readonly session: Session;
  readonly settled: Settled;
  readonly server: Administered;
  /** Asked as the superuser, for what only it may delete. */
  readonly owner: Pick<Database, "run">;
  /** Asked as the role `audit`. */
  readonly database: Pick<Database, "rows">;
}

/** Observes a member who leaves; refused where there is no such account. */
export async function observeDeparture(observer: Observer, user: UserId): Promise<DepartureFacts> {
  const { session, settled, server } = observer;
  const [account, access, all, memberships, roster] = await Promise.all([
    server.accounts.find(user),
    accessLeft(observer, user),
    server.accounts.list(),
    server.rooms.memberships(user),
    rosterIfAny(session, settled),
  ]);
  if (account === null || access === null) throw noSuchAccount(session, user);
  const people = new Set(all.filter(({ state }) => state === "active").map((each) => each.user));
  people.delete(user);
  const team = await teamRooms(server, roster, settled.plan.serverName);
  const context = { user, operator: server.operator, team, people };
  const everIn = [...memberships.keys()].sort();
  const rooms = await Promise.all(
    Object.entries(access.rooms).map(async ([room, membership]): Promise<DepartureRoom> => {
      return departureRoom(await server.rooms.state(room), { ...context, room, membership });
    }),
  );
  const isAdmin = (id: UserId) => all.some((each) => each.user === id && each.admin && people.has(id));
  const inRoster = (roster?.members ?? []).filter(({ role }) => role === "admin").map(({ id }) => id);
  return {
    user,
    account,
    access,
    rooms: rooms.toSorted((one, other) => (one.room < other.room ? -1 : 1)),
    operatorIn: await roomsOfOperator(server, { ...context, everIn }),
    everIn,
    administrators: [...new Set([...inRoster, ...all.map((each) => each.user)])].filter(isAdmin),
    tokens: await tokensOf(observer, user),
  };
}

/** Rooms of the team that a killed run left the operator in; and of theirs, where a room has left the roster since. */
async function roomsOfOperator(
  { rooms, operator }: Administered,
  { everIn, ...context }: Omit<RoomContext, "room" | "membership"> & { readonly everIn: readonly string[] },
): Promise<DepartureFacts["operatorIn"]> {
  const own = await rooms.memberships(operator);
  const inside = [...context.team, ...everIn.filter((room) => !context.team.has(room) && own.get(room) === "join")];
  const states = inside
    .filter((room) => own.get(room) === "join" || own.get(room) === "invite")
    .map(async (room) => ({ room, state: await rooms.state(room) }));
  return (await Promise.all(states))
    .filter(({ state }) => isVisited(state, operator))
    .map(({ room, state }) => departureRoom(state, { ...context, room, membership: "join" }))
    .map(({ room, alias }) => ({ room, alias }));
}

/** What would still let them in; null where there is no such account. */
export function accessLeft({ database }: Pick<Observer, "database">, user: UserId): Promise<AccessLeft | null> {
  return readAccessLeft(database, user);
}

/** The beginnings of registration tokens that are still there and that they were given, or made on a machine as a user of their name. */
export async function tokensOf({ session, server }: Observer, user: UserId): Promise<readonly string[]> {
  const record = await readTeamRecord(session, session.paths.teamRecord);
  const login = `${user.slice(1, user.indexOf(":"))}@`;
  const made = (await deedsOf(session, session.paths.journal))
    .filter(({ command, who, outcome }) => command === "token create" && who.startsWith(login) && outcome === "done")
    .map(({ about }) => String(about.token).slice(0, shownCharacters));
  const theirs = new Set([...(record.members[user]?.tokens ?? []), ...made]);
  if (theirs.size === 0) return [];
  const there = (await server.tokens.list()).map(({ token }) => token.reveal());
  return [...theirs].filter((beginning) => there.some((token) => token.startsWith(beginning)));
}

/** A server without a roster has no rooms of a team. */
async function rosterIfAny(session: Session, { settings }: Settled): Promise<Roster | null> {
  return (await session.files.has(session.paths.roster)) ? await rosterOf(session, settings) : null;
}

async function teamRooms({ rooms }: Administered, roster: Roster | null, server: string): Promise<ReadonlySet<string>> {
  const aliases = roster === null ? [] : [...roster.spaces, ...roster.rooms].map(({ alias }) => alias);
  const found = await Promise.all(aliases.map((alias) => rooms.find(`#${alias}:${server}`)));
  return new Set(found.flatMap((room) => (room === null ? [] : [room])));
}

function noSuchAccount({ stack }: Session, user: UserId): Refusal {
  return new Refusal(`The account ${user} does not exist`, {
    next: `To see all accounts:  ${onThisStack("account list", stack)}`,
  });
}
