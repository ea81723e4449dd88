import type { RoomState } from "../../../io/synapse/rooms.ts";
import { fieldsOf, type Json } from "../../../kinds/json.ts";
import type { UserId } from "../../../kinds/names.ts";
import { comparePowers, type DepartureRoom, type Power } from "./facts.ts";

/** What is known of a room beside its state. */
export interface RoomContext {
  readonly room: string;
  readonly user: UserId;
  readonly membership: string;
  readonly operator: UserId;
  /** Rooms of the roster. */
  readonly team: ReadonlySet<string>;
  /** Which members of this server are people who may take a room over. */
  readonly people: ReadonlySet<string>;
}

/** Room versions in which creators do not stand above everyone (Matrix spec, "Room versions"). */
const before12 = new Set(["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"]);

/** Reads a room's state as far as a departure needs it (Matrix client-server API, "m.room.power_levels"). */
export function departureRoom(state: readonly RoomState[], context: RoomContext): DepartureRoom {
  const { room, user, membership, operator, team, people } = context;
  const content = (type: string) => fieldsOf(state.find((each) => each.type === type && each.key === "")?.content);
  const created = state.find(({ type }) => type === "m.room.create");
  const { room_version: version = "1", additional_creators: more = [] } = fieldsOf(created?.content);
  const creators = before12.has(String(version)) ? [] : [String(created?.sender), ...listOf(more)];
  const powers = powersIn(content("m.room.power_levels"), String(created?.sender), creators);
  const joined = state
    .filter((each) => each.type === "m.room.member" && fieldsOf(each.content).membership === "join")
    .map(({ key }) => key);
  const others = joined.filter((each) => each !== user && each !== operator);
  const elsewhere = others.filter((each) => serverOf(each) !== serverOf(user));
  return {
    room,
    name: textOrNull(content("m.room.name").name),
    alias: textOrNull(content("m.room.canonical_alias").alias),
    version: String(version),
    team: team.has(room),
    encrypted: content("m.room.encryption").algorithm !== undefined,
    membership: membership === "invite" || membership === "knock" ? membership : "join",
    power: powers.of(user),
    leading: powers.leading,
    removing: powers.removing,
    people: others.filter((each) => people.has(each)).map((each) => ({ user: each as UserId, power: powers.of(each) })),
    elsewhere: elsewhere.length,
    ledElsewhere: elsewhere.some((each) => comparePowers(powers.of(each), powers.leading) >= 0),
    operatorCreated: creators.includes(operator),
  };
}

/** Whether the operator is in a room, or may enter it as one that is invited, and is not alone in it: then it would be lost by leaving. */
export function isVisited(state: readonly RoomState[], operator: UserId): boolean {
  const members = state.filter(({ type }) => type === "m.room.member");
  const membership = ({ content }: RoomState) => fieldsOf(content).membership;
  const own = members.find(({ key }) => key === operator);
  const isInside = own !== undefined && ["join", "invite"].includes(String(membership(own)));
  return isInside && members.some((each) => each !== own && membership(each) === "join");
}

/** Who has which power, and what leading and removing take. Without power levels the creator has 100 and all others 0. */
function powersIn(levels: Readonly<Record<string, unknown>>, creator: string, creators: readonly string[]) {
  const users = fieldsOf(levels.users ?? (Object.keys(levels).length === 0 ? { [creator]: 100 } : {}));
  const usual = numberOr(levels.users_default, 0);
  const of = (user: string): Power => (creators.includes(user) ? "creator" : numberOr(users[user], usual));
  const state = numberOr(levels.state_default, 50);
  return {
    of,
    leading: numberOr(fieldsOf(levels.events)["m.room.power_levels"], state),
    removing: numberOr(levels.kick, 50),
  };
}

function numberOr(value: unknown, otherwise: number): number {
  const number = typeof value === "string" ? Number(value) : value; // rooms before version 10 allow text
  return typeof number === "number" && Number.isFinite(number) ? number : otherwise;
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as readonly Json[]).map(String) : [];
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function serverOf(user: string): string {
  return user.slice(user.indexOf(":") + 1);
}
