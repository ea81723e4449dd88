import type { UserId } from "../../kinds/names.ts";
import type { Database } from "./database.ts";
import { literal } from "./literal.ts";

/** What a server has of its canary. */
export interface CanaryRecord {
  /** `bot` as we make it; null is a person, who had the name first. */
  readonly type: string | null;
  readonly deactivated: boolean;
  /** Its newest message; `at` is in milliseconds since 1970. */
  readonly newest: { readonly room: string; readonly event: string; readonly at: number } | null;
}

/** Reads it; null where there is no such account. Asked as the superuser: no other role may read events. */
export async function canaryRecord(database: Pick<Database, "rows">, canary: UserId): Promise<CanaryRecord | null> {
  const [row] = await Array.fromAsync(database.rows(query(canary)));
  if (row === undefined) return null;
  const [type = null, deactivated, room = null, event = null, at = null] = row;
  const newest = room === null || event === null || at === null ? null : { room, event, at: Number(at) };
  return { type: type === "" ? null : type, deactivated: deactivated !== "0", newest };
}

/** By room, for which events have an index: they have none for who sent them. */
function query(canary: UserId): string {
  return `SELECT u.user_type, u.deactivated, e.room_id, e.event_id, e.origin_server_ts FROM users AS u
LEFT JOIN LATERAL (
  SELECT n.* FROM rooms AS r JOIN events AS n USING (room_id)
  WHERE r.creator = u.name AND n.sender = u.name AND n.type = 'm.room.encrypted'
  ORDER BY n.stream_ordering DESC LIMIT 1
) AS e ON true
WHERE u.name = ${literal(canary)}`;
}
