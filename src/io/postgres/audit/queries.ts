import type { UserId } from "../../../kinds/names.ts";
import { pageDevice } from "../../../kinds/page-device.ts";

/** Which members are read: one, or all. */
export type Members = UserId | null;

/** One JSON object a member. What a column holds as JSON stays text in it: what members wrote need not be readable. */
export function recordsQuery(member: Members): string {
  return `SELECT json_build_object(
  'user', u.name,
  'displayName', (SELECT displayname FROM profiles WHERE full_user_id = u.name),
  'isPerson', u.is_guest = 0 AND u.appservice_id IS NULL AND u.user_type IS NULL,
  'seen', (SELECT max(last_seen) FROM user_ips WHERE user_id = u.name AND device_id IS DISTINCT FROM ${literal(pageDevice)}),
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
      'newest', (SELECT max(n.version) FROM e2e_room_keys_versions AS n WHERE n.user_id = b.user_id)::text,
      'keys', (SELECT count(*) FROM e2e_room_keys AS r WHERE r.user_id = b.user_id AND r.version = b.version))
    FROM e2e_room_keys_versions AS b WHERE b.user_id = u.name AND b.deleted = 0 ORDER BY b.version DESC LIMIT 1),
  'secretStorage', chatkeep_audit.secret_storage(u.name)
) FROM users AS u WHERE u.deactivated = 0${only("u.name", member)} ORDER BY u.name`;
}

/** A line each for those who should be able to read a session (templates/recovery/audit.sql). */
export function sessionsQuery(member: Members, since: Date): string {
  const name = member === null ? "NULL" : literal(member);
  return `SELECT user_id, known, backed_up FROM chatkeep_audit.session_counts(${since.getTime()}, ${name})`;
}

function only(column: string, member: Members): string {
  return member === null ? "" : ` AND ${column} = ${literal(member)}`;
}

/** A string constant (PostgreSQL manual, 4.1.2.1). */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
