import { fieldsOf, isJsonObject, type Json, parseJson } from "../../kinds/json.ts";
import type { Database } from "./database.ts";
import { literal } from "./literal.ts";

/** A room that an alias leads to, with all of its state; of a membership nothing is read but what it is. */
export interface RoomAtAlias {
  readonly room: string;
  readonly state: readonly StateRow[];
  /** False where only Synapse can tell the state: some of it was redacted or is unknown, or is still being fetched from another server. */
  readonly certain: boolean;
}

/** One piece of a room's state, as the database has it. */
export interface StateRow {
  readonly type: string;
  readonly key: string;
  readonly sender: string;
  readonly content: Json;
}

/**
 * The rooms of these full aliases, all in one query, however many people are in them: Synapse would answer room by room, and spend half a
 * second on one of a thousand. Asked as the superuser, for no other role may read rooms. Aliases that the server does not have are left out.
 */
export async function roomsAtAliases(
  database: Pick<Database, "rows">,
  aliases: readonly string[],
): Promise<ReadonlyMap<string, RoomAtAlias>> {
  const found = new Map<string, { room: string; state: StateRow[]; certain: boolean }>();
  if (aliases.length === 0) return found;
  for await (const [text = null] of database.rows(queryOf(aliases))) {
    const row = fieldsOf(parseJson(text ?? ""));
    const alias = String(row.alias);
    const room = found.get(alias) ?? { room: String(row.room), state: [], certain: true };
    found.set(alias, room);
    const content = contentOf(row);
    if (content === null || row.uncertain !== false) room.certain = false;
    else room.state.push({ type: String(row.type), key: String(row.key), sender: String(row.sender), content });
  }
  return found;
}

const queryOf = (aliases: readonly string[]) => `SELECT json_build_object(
  'alias', a.room_alias, 'room', a.room_id, 'type', c.type, 'key', c.state_key, 'sender', e.sender, 'membership', c.membership,
  'event', j.json, 'uncertain', EXISTS (SELECT FROM redactions AS r WHERE r.redacts = c.event_id)
    OR EXISTS (SELECT FROM partial_state_rooms AS p WHERE p.room_id = a.room_id))
FROM room_aliases AS a
LEFT JOIN current_state_events AS c USING (room_id)
LEFT JOIN events AS e ON e.event_id = c.event_id
LEFT JOIN event_json AS j ON j.event_id = c.event_id AND c.type <> 'm.room.member'
WHERE a.room_alias IN (${aliases.map(literal).join(", ")})`;

/** The event is kept as JSON in text. Null where it is not there. */
function contentOf({ type, sender, membership, event }: Readonly<Record<string, unknown>>): Json {
  if (typeof type !== "string" || typeof sender !== "string") return null;
  if (type === "m.room.member") return typeof membership === "string" ? { membership } : null;
  const content = fieldsOf(parseJson(String(event))).content as Json | undefined;
  return isJsonObject(content) ? content : null;
}
