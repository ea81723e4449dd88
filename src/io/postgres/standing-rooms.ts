import { fieldsOf, parseJson } from "../../kinds/json.ts";
import type { UserId } from "../../kinds/names.ts";
import type { Database } from "./database.ts";

/** A room of the server, by what is no message in it. */
export interface StandingRoom {
  readonly room: string;
  readonly name: string | null;
  /** Those of this server that lead to it. */
  readonly aliases: readonly string[];
  readonly space: boolean;
  readonly encrypted: boolean;
  readonly creator: UserId | null;
  /** How many people are in it, those of other servers too. */
  readonly joined: number;
  /** Whether an upgrade put another room in its place. */
  readonly replaced: boolean;
}

/**
 * All rooms of the server in one query, however many there are. Asked as the superuser, for no other role may read rooms. Name and
 * type are Synapse's own digest of a room's state, which follows it by some seconds; text that Postgres cannot hold is left out there.
 */
export async function standingRooms(database: Pick<Database, "rows">): Promise<readonly StandingRoom[]> {
  const rooms: StandingRoom[] = [];
  for await (const [text = null] of database.rows(query)) rooms.push(roomIn(parseJson(text ?? "")));
  return rooms;
}

const has = (type: string) =>
  `EXISTS (SELECT FROM current_state_events AS c WHERE c.room_id = r.room_id AND c.type = '${type}' AND c.state_key = '')`;

const query = `SELECT json_build_object(
  'room', r.room_id, 'creator', r.creator, 'name', s.name, 'type', s.room_type,
  'aliases', (SELECT json_agg(a.room_alias ORDER BY a.room_alias) FROM room_aliases AS a WHERE a.room_id = r.room_id),
  'encrypted', ${has("m.room.encryption")}, 'replaced', ${has("m.room.tombstone")},
  'joined', (SELECT count(*) FROM current_state_events AS c
    WHERE c.room_id = r.room_id AND c.type = 'm.room.member' AND c.membership = 'join')
) FROM rooms AS r LEFT JOIN room_stats_state AS s USING (room_id) ORDER BY r.room_id`;

function roomIn(row: unknown): StandingRoom {
  const { room, creator, name, type, aliases, encrypted, replaced, joined } = fieldsOf(row);
  return {
    room: String(room),
    name: typeof name === "string" && name !== "" ? name : null,
    aliases: Array.isArray(aliases) ? aliases.map(String) : [],
    space: type === "m.space",
    encrypted: encrypted === true,
    creator: typeof creator === "string" && creator !== "" ? (creator as UserId) : null,
    joined: Number(joined),
    replaced: replaced === true,
  };
}
