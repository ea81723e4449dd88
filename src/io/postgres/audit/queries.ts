import type { UserId } from "../../../kinds/names.ts";

/** Which members are read: one, or all. */
export type Members = UserId | null;

/** One JSON object a member. What a column holds as JSON stays text in it: what members wrote need not be readable. */
export function recordsQuery(member: Members): string {
  return `SELECT json_build_object(
  'user', u.name,
  'displayName', (SELECT displayname FROM profiles WHERE full_user_id = u.name),
  'isPerson', u.is_guest = 0 AND u.appservice_id IS NULL AND u.user_type IS NULL,
  'devices', (SELECT json_agg(json_build_object('id', d.device_id, 'name', d.display_name, 'lastSeen', d.last_seen,
      'keys', k.key_json, 'keysSince', k.ts_added_ms) ORDER BY d.device_id)
    FROM devices AS d LEFT JOIN e2e_device_keys_json AS k ON k.user_id = d.user_id AND k.device_id = d.device_id
    WHERE d.user_id = u.name AND NOT coalesce(d.hidden, false)
      AND NOT EXISTS (SELECT FROM dehydrated_devices AS h WHERE h.user_id = d.user_id AND h.device_id = d.device_id)),
  'masterKeys', (SELECT json_agg(keydata ORDER BY stream_id DESC) FROM e2e_cross_signing_keys
    WHERE user_id = u.name AND keytype = 'master'),
  'selfSigningKeys', (SELECT json_agg(keydata ORDER BY stream_id DESC) FROM e2e_cross_signing_keys
    WHERE user_id = u.name AND keytype = 'self_signing'),
  'signatures', (SELECT json_agg(json_build_object('device', target_device_id, 'key', key_id, 'signature', signature))
    FROM e2e_cross_signing_signatures WHERE user_id = u.name AND target_user_id = u.name),
  'backup', (SELECT json_build_object('version', b.version::text, 'algorithm', b.algorithm, 'authData', b.auth_data,
      'keys', (SELECT count(*) FROM e2e_room_keys AS r WHERE r.user_id = b.user_id AND r.version = b.version))
    FROM e2e_room_keys_versions AS b WHERE b.user_id = u.name AND b.deleted = 0 ORDER BY b.version DESC LIMIT 1),
  'secretStorage', chatkeep_audit.secret_storage(u.name)
) FROM users AS u WHERE u.deactivated = 0${only("u.name", member)} ORDER BY u.name`;
}

/**
 * Each session counts for those who were in its room when it was last used: others never got its key. Counting with a window
 * keeps the work to the number of sessions and memberships, not to their product.
 */
export function sessionsQuery(member: Members, since: Date): string {
  const rooms =
    member === null
      ? "NULL"
      : `(SELECT array_agg(room_id) FROM local_current_membership WHERE membership = 'join'${only("user_id", member)})`;
  return `WITH sessions AS MATERIALIZED (
  SELECT room_id, session_id, last_sent FROM chatkeep_audit.sessions(${since.getTime()}, ${rooms})
), joined AS MATERIALIZED (
  SELECT m.user_id, m.room_id, coalesce((SELECT min(j.event_stream_ordering) FROM room_memberships AS j
    WHERE j.user_id = m.user_id AND j.room_id = m.room_id AND j.membership = 'join' AND j.event_stream_ordering > coalesce((
      SELECT max(l.event_stream_ordering) FROM room_memberships AS l
      WHERE l.user_id = m.user_id AND l.room_id = m.room_id AND l.membership IN ('leave', 'ban')), 0)), 0) AS since
  FROM local_current_membership AS m WHERE m.membership = 'join'${only("m.user_id", member)}
), known AS (
  SELECT user_id, sum(later) AS known FROM (
    SELECT user_id, count(session_id) OVER (PARTITION BY room_id ORDER BY at DESC) AS later FROM (
      SELECT NULL AS user_id, room_id, session_id, last_sent AS at FROM sessions
      UNION ALL SELECT user_id, room_id, NULL, since FROM joined) AS both_kinds) AS counted
  WHERE user_id IS NOT NULL GROUP BY user_id
), backed_up AS (
  SELECT r.user_id, count(*) AS backed_up FROM joined AS j
  JOIN (SELECT user_id, max(version) AS version FROM e2e_room_keys_versions WHERE deleted = 0${only("user_id", member)} GROUP BY user_id) AS b
    ON b.user_id = j.user_id
  JOIN e2e_room_keys AS r ON r.user_id = j.user_id AND r.version = b.version AND r.room_id = j.room_id
  JOIN sessions AS s ON s.room_id = r.room_id AND s.session_id = r.session_id AND s.last_sent > j.since
  GROUP BY r.user_id
) SELECT known.user_id, known.known, coalesce(backed_up.backed_up, 0) FROM known LEFT JOIN backed_up USING (user_id) WHERE known.known > 0`;
}

function only(column: string, member: Members): string {
  return member === null ? "" : ` AND ${column} = '${member.replaceAll("'", "''")}'`;
}
