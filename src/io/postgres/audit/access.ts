import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import type { Database } from "../database.ts";

/**
 * The columns that the role `audit` may read, and no other: no password, token, content of account data, private key or
 * ciphertext is in them. Device keys and signing keys are public halves, which Synapse gives to every member (`/keys/query`).
 */
export const readableColumns: Readonly<Record<string, readonly string[]>> = {
  users: ["name", "creation_ts", "is_guest", "appservice_id", "user_type", "deactivated", "locked", "suspended"],
  profiles: ["full_user_id", "displayname"],
  devices: ["user_id", "device_id", "display_name", "last_seen", "hidden"],
  user_ips: ["user_id", "device_id", "last_seen"],
  dehydrated_devices: ["user_id", "device_id"],
  e2e_device_keys_json: ["user_id", "device_id", "ts_added_ms", "key_json"],
  e2e_cross_signing_keys: ["user_id", "keytype", "keydata", "stream_id"],
  e2e_cross_signing_signatures: ["user_id", "key_id", "target_user_id", "target_device_id", "signature"],
  e2e_room_keys_versions: ["user_id", "version", "algorithm", "auth_data", "deleted"],
  e2e_room_keys: ["user_id", "room_id", "session_id", "version"],
  local_current_membership: ["user_id", "room_id", "membership"],
  room_memberships: ["user_id", "room_id", "membership", "event_stream_ordering"],
};

/** What the database says of the role, its functions and its rights. */
export interface AccessObserved {
  /** Whether the running configuration lets the role in at all. */
  readonly letIn: boolean;
  /** Which functions are there; null where there are none. */
  readonly functions: string | null;
  /** The columns that the role may read, as `table.column`, and `table: RIGHT` for every right to more than a column. */
  readonly rights: readonly string[];
}

/** Asks as the superuser: what a role may do is not the role's own to say. */
export async function observeAccess(database: Pick<Database, "rows">): Promise<AccessObserved> {
  const [row] = await Array.fromAsync(database.rows(accessQuery));
  const { letIn, functions, rights } = fieldsOf(parseJson(row?.[0] ?? "null"));
  return {
    letIn: letIn === true,
    functions: typeof functions === "string" ? functions : null,
    rights: Array.isArray(rights) ? rights.map(String) : [],
  };
}

const accessQuery = `SELECT json_build_object(
  'letIn', EXISTS (SELECT FROM pg_hba_file_rules WHERE 'audit' = ANY (user_name)),
  'functions', (SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = 'chatkeep_audit'),
  'rights', (SELECT json_agg(said ORDER BY said) FROM (
    SELECT table_name || '.' || column_name || CASE privilege_type WHEN 'SELECT' THEN '' ELSE ': ' || privilege_type END AS said
    FROM information_schema.column_privileges WHERE grantee = 'audit' AND table_schema = 'public'
    UNION SELECT table_name || ': ' || privilege_type
    FROM information_schema.table_privileges WHERE grantee = 'audit'
    UNION SELECT 'role: ' || rolname FROM pg_roles WHERE rolname = 'audit' AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)
    UNION SELECT 'member of ' || roleid::regrole FROM pg_auth_members WHERE member = to_regrole('audit')
  ) AS each)
)`;

/** Makes the role and its functions, and sets its rights again; `mark` says later which functions those are. */
export function grantAccess(database: Pick<Database, "run">, functions: string, mark: string): Promise<void> {
  const grants = Object.entries(readableColumns).map(
    ([table, columns]) => `GRANT SELECT (${columns.join(", ")}) ON public.${table} TO audit;`,
  );
  return database.run([functions, ...grants, `COMMENT ON SCHEMA chatkeep_audit IS '${mark}';`].join("\n"));
}
