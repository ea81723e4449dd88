import { StackError } from "../../errors.ts";
import { isJsonObject, type Json, type JsonObject } from "../../kinds/json.ts";
import type { UserId } from "../../kinds/names.ts";
import { inTheNameOf } from "./acting.ts";
import { answered, at, textOrNull } from "./answers.ts";
import { enterRoom, leaveRoom } from "./entering.ts";
import type { SynapseOperator } from "./operator.ts";

/** A room as the server lists it; spaces are rooms of the type `m.space`. */
export interface ListedRoom {
  readonly room: string;
  readonly name: string | null;
  readonly alias: string | null;
  readonly creator: UserId | null;
  /** How many people of this server are in it. */
  readonly here: number;
  /** How many people are in it. */
  readonly joined: number;
  readonly version: string;
  readonly type: string | null;
}

/** One piece of a room's state, such as its name or one person's membership. */
export interface RoomState {
  readonly type: string;
  readonly key: string;
  readonly sender: string;
  readonly content: Json;
}

/** A room to be made. The operator is its first creator and is in it. */
export interface NewRoom {
  /** The local part of its alias. */
  readonly alias: string;
  readonly version: string;
  readonly name: string;
  /** What `m.room.create` holds besides, such as the type and `additional_creators`. */
  readonly creation: Readonly<Record<string, Json>>;
  readonly powers: Readonly<Record<string, Json>>;
  readonly state: readonly { readonly type: string; readonly content: Json }[];
}

/** The rooms of a server. What changes one is done by the operator, who must be in it (`enter`). A StackError says that the server did not do it. */
export interface Rooms {
  /** The room that a full alias leads to, such as `#general:acme.test`; null where it leads nowhere. */
  find(alias: string): Promise<string | null>;
  list(): Promise<readonly ListedRoom[]>;
  /** All of a room's state; the operator need not be in it. */
  state(room: string): Promise<readonly RoomState[]>;
  /** The content of one piece of state of a room that the operator is in; null where there is none. */
  read(room: string, type: string): Promise<JsonObject | null>;
  /** A member's membership by room, such as `join` and `invite`; those of rooms that they left too. */
  memberships(user: UserId): Promise<ReadonlyMap<string, string>>;
  create(room: NewRoom): Promise<string>;
  /**
   * Puts the operator into a room. `through` is a member who is in it and may invite: their name is used only where the operator made the
   * room in version 12 or newer, because no one can give a creator the power by which they return (Matrix spec, room version 12).
   */
  enter(room: string, through: UserId | null): Promise<void>;
  /** Takes the operator out of a room, and out of its power levels. */
  leave(room: string): Promise<void>;
  setState(room: string, type: string, key: string, content: Json): Promise<void>;
  invite(room: string, user: UserId): Promise<void>;
  /** Puts a member of this server into a room, without asking them; the operator must be in it, and may invite. */
  join(room: string, user: UserId): Promise<void>;
  /** Removes a person, or takes an invitation back. */
  kick(room: string, user: UserId, reason: string): Promise<void>;
  /** Lets a member of this server leave in their own name: a creator cannot be removed by others (Matrix spec, room version 12). */
  leaveAs(room: string, user: UserId): Promise<void>;
  /** Gives a member the power of the room's most powerful person of this server (Synapse admin API, "Make Room Admin API"). */
  makeAdmin(room: string, user: UserId): Promise<void>;
  /** Takes an alias away from the room that it leads to. */
  removeAlias(alias: string): Promise<void>;
}

const admin = "/_synapse/admin/v1";
const client = "/_matrix/client/v3";
const part = encodeURIComponent;

/** Rooms as Synapse keeps them (Synapse admin API, "Room API"; Matrix client-server API, "Rooms"); `operator` is the account we ask as. */
export function synapseRooms(synapse: SynapseOperator, operator: UserId): Rooms {
  const inRoom = (room: string, action: string) => `${client}/rooms/${part(room)}/${action}`;
  const post = async (path: string, body: Json, what: string) => answered(await synapse.send("POST", path, body), what);
  return {
    find: async (alias) => {
      const answer = await synapse.send("GET", `${client}/directory/room/${part(alias)}`);
      return answer.status === 404 ? null : textOrNull(at(answered(answer, `look up ${alias}`), "room_id"));
    },
    list: () => roomsOf(synapse),
    state: async (room) => {
      const answer = await synapse.send("GET", `${admin}/rooms/${part(room)}/state`);
      return listIn(answered(answer, `read the state of ${room}`), "state").map(stateIn);
    },
    read: async (room, type) => {
      const answer = await synapse.send("GET", inRoom(room, `state/${part(type)}/`));
      if (answer.status === 404) return null;
      const content = answered(answer, `read ${type} of ${room}`);
      return isJsonObject(content) ? content : null;
    },
    memberships: async (user) =>
      membershipsIn(await synapse.send("GET", `${admin}/users/${part(user)}/memberships`), user),
    create: async (room) => {
      const answer = await synapse.send("POST", `${client}/createRoom`, bodyOf(room));
      if (at(answer.body, "errcode") === "M_EXCLUSIVE") throw noAliases();
      return String(at(answered(answer, `make the room ${room.alias}`), "room_id"));
    },
    enter: (room, through) => enterRoom(synapse, operator, room, through),
    leave: (room) => leaveRoom(synapse, operator, room),
    setState: async (room, type, key, content) => {
      const answer = await synapse.send("PUT", inRoom(room, `state/${part(type)}/${part(key)}`), content);
      answered(answer, `set ${type} of ${room}`);
    },
    invite: async (room, user) => {
      await post(inRoom(room, "invite"), { user_id: user }, `invite ${user} to ${room}`);
    },
    join: async (room, user) => {
      await post(`${admin}/join/${part(room)}`, { user_id: user }, `put ${user} into ${room}`);
    },
    kick: async (room, user, reason) => {
      await post(inRoom(room, "kick"), { user_id: user, reason }, `remove ${user} from ${room}`);
    },
    leaveAs: (room, user) => inTheNameOf(synapse, user, (session) => session.leave(room)),
    makeAdmin: async (room, user) => {
      await post(`${admin}/rooms/${part(room)}/make_room_admin`, { user_id: user }, `give ${user} power in ${room}`);
    },
    removeAlias: async (alias) => {
      const answer = await synapse.send("DELETE", `${client}/directory/room/${part(alias)}`);
      if (answer.status !== 404) answered(answer, `remove the alias ${alias}`);
    },
  };
}

function noAliases(): StackError {
  return new StackError("This server runs with a configuration in which the operator makes no aliases yet", {
    next: "Bring it up to date:  npx chatkeep up",
  });
}

/** Private until its state says otherwise; what its creators may do follows from the version ("Creation of a room"). */
function bodyOf({ alias, version, name, creation, powers, state }: NewRoom): Json {
  return {
    room_alias_name: alias,
    room_version: version,
    name,
    preset: "private_chat",
    visibility: "private",
    creation_content: creation,
    power_level_content_override: powers,
    initial_state: state.map(({ type, content }) => ({ type, state_key: "", content })),
  };
}

async function roomsOf(synapse: SynapseOperator): Promise<readonly ListedRoom[]> {
  const rooms: ListedRoom[] = [];
  for (let from: Json = 0; typeof from === "number"; ) {
    const answer = await synapse.send("GET", `${admin}/rooms?from=${from}&limit=500`);
    const body = answered(answer, "list its rooms");
    rooms.push(...listIn(body, "rooms").map(roomIn));
    from = at(body, "next_batch");
  }
  return rooms;
}

function roomIn(row: Json): ListedRoom {
  const count = (key: string) => Number(at(row, key) ?? 0);
  return {
    room: String(at(row, "room_id")),
    name: textOrNull(at(row, "name")),
    alias: textOrNull(at(row, "canonical_alias")),
    creator: textOrNull(at(row, "creator")) as UserId | null,
    here: count("joined_local_members"),
    joined: count("joined_members"),
    version: String(at(row, "version")),
    type: textOrNull(at(row, "room_type")),
  };
}

function stateIn(row: Json): RoomState {
  return {
    type: String(at(row, "type")),
    key: String(at(row, "state_key")),
    sender: String(at(row, "sender")),
    content: at(row, "content"),
  };
}

function membershipsIn(answer: Parameters<typeof answered>[0], user: UserId): ReadonlyMap<string, string> {
  const found = at(answered(answer, `list the memberships of ${user}`), "memberships");
  return new Map(Object.entries(found ?? {}).map(([room, membership]) => [room, String(membership)]));
}

function listIn(body: Json, key: string): readonly Json[] {
  const list = at(body, key);
  if (!Array.isArray(list)) throw new StackError(`Synapse listed no ${key}: ${JSON.stringify(body).slice(0, 200)}`);
  return list;
}
