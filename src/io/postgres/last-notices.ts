import type { UserId } from "../../kinds/names.ts";
import type { Database } from "./database.ts";

/**
 * When each member was last sent a notice, as ISO times: of messages by this sender, in rooms that it made. Asked as the superuser,
 * for no other role may read events; only names and times are asked for.
 */
export async function lastNotices(
  database: Pick<Database, "rows">,
  sender: UserId,
): Promise<ReadonlyMap<UserId, string>> {
  const quoted = `'${sender.replaceAll("'", "''")}'`;
  const rows = await Array.fromAsync(
    database.rows(`SELECT m.user_id, max(e.origin_server_ts)
FROM rooms AS r JOIN local_current_membership AS m USING (room_id) JOIN events AS e USING (room_id)
WHERE r.creator = ${quoted} AND e.sender = r.creator AND e.type = 'm.room.message' AND m.user_id <> r.creator
GROUP BY m.user_id`),
  );
  return new Map(rows.map(([user, at]) => [user as UserId, new Date(Number(at)).toISOString()]));
}
