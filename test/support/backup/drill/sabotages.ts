import type { Manifest } from "../../../../src/operations/backup/manifest.ts";

/** Something that is broken in what was restored, and what a drill must say of it. */
export interface Sabotage {
  readonly title: string;
  readonly check: string;
  readonly object: (manifest: Manifest) => string;
  /** Scripts that break it and mend it again. */
  readonly breaks: string;
  readonly mends: string;
}

/** One that changes something in the database, and changes it back. */
function inDatabase(
  title: string,
  [check, object]: readonly [string, string | Sabotage["object"]],
  breaks: string,
  mends: string,
): Sabotage {
  const named = typeof object === "string" ? () => object : object;
  return { title, check, object: named, breaks: `sql "${breaks}"`, mends: `sql "${mends}"` };
}

/** The first of the files that the manifest has a hash of. */
const sampled = ({ media }: Manifest) => Object.keys(media.samples).toSorted()[0] ?? "";
const newest = ({ database }: Manifest) => database.newestEvent?.id ?? "";
const last = "(SELECT event_id FROM events ORDER BY stream_ordering DESC LIMIT 1)";
/** Further than any server is: a restore moves a server on by 10^9. */
const far = 1_000_000_000_000;
const file = `path=$(cd "$media" && find local_content -type f | LC_ALL=C sort | head -1)`;

/** A row that is taken out to a table of another schema, and put back. */
function taken(table: string, where: string): readonly [string, string] {
  const set = `CREATE SCHEMA kept; CREATE TABLE kept.rows AS SELECT * FROM ${table} WHERE ${where};`;
  return [
    `${set} DELETE FROM ${table} WHERE ${where}`,
    `INSERT INTO ${table} SELECT * FROM kept.rows; DROP SCHEMA kept CASCADE`,
  ];
}

/** What a restore could bring back wrong, one thing at a time. */
export const sabotages: readonly Sabotage[] = [
  inDatabase(
    "a row is missing",
    ["rows", "profiles"],
    ...taken("profiles", "user_id = (SELECT min(user_id) FROM profiles)"),
  ),
  inDatabase(
    "a row is changed",
    ["content", "profiles"],
    "UPDATE profiles SET displayname = displayname || '!'",
    "UPDATE profiles SET displayname = left(displayname, -1)",
  ),
  inDatabase(
    "a key of the key backup is missing",
    ["rows", "e2e_room_keys"],
    ...taken("e2e_room_keys", "ctid = (SELECT min(ctid) FROM e2e_room_keys)"),
  ),
  inDatabase(
    "a key of an identity is another",
    ["content", "e2e_cross_signing_keys"],
    "UPDATE e2e_cross_signing_keys SET keydata = keydata || ' '",
    "UPDATE e2e_cross_signing_keys SET keydata = left(keydata, -1)",
  ),
  inDatabase(
    "secret storage is another",
    ["content", "account_data"],
    "UPDATE account_data SET content = content || ' '",
    "UPDATE account_data SET content = left(content, -1)",
  ),
  inDatabase(
    "a password is another",
    ["content", "users"],
    "UPDATE users SET password_hash = password_hash || 'x'",
    "UPDATE users SET password_hash = left(password_hash, -1)",
  ),
  inDatabase(
    "a table is missing",
    ["tables", "room_aliases"],
    "CREATE SCHEMA kept; ALTER TABLE room_aliases SET SCHEMA kept",
    "ALTER TABLE kept.room_aliases SET SCHEMA public; DROP SCHEMA kept",
  ),
  inDatabase(
    "one-time keys are left in",
    ["one-time-keys", "e2e_one_time_keys_json"],
    "INSERT INTO e2e_one_time_keys_json (user_id, device_id, algorithm, key_id, ts_added_ms, key_json) VALUES ('@a:b', 'D', 'signed_curve25519', 'AAAA', 1, '{}')",
    "DELETE FROM e2e_one_time_keys_json",
  ),
  inDatabase(
    "another key signed the newest event",
    ["signing-key", ({ signingKey }) => signingKey],
    `UPDATE event_json SET json = replace(json, 'ed25519:ck_', 'ed25519:xx_') WHERE event_id = ${last}`,
    `UPDATE event_json SET json = replace(json, 'ed25519:xx_', 'ed25519:ck_') WHERE event_id = ${last}`,
  ),
  inDatabase(
    "a sequence is set back",
    ["sequences", "events_stream_seq"],
    "CREATE SCHEMA kept; CREATE TABLE kept.was AS SELECT last_value AS v FROM events_stream_seq; SELECT setval('events_stream_seq', 1)",
    "SELECT setval('events_stream_seq', (SELECT v FROM kept.was)); DROP SCHEMA kept CASCADE",
  ),
  inDatabase(
    "the schema is an older one",
    ["schema", "schema"],
    "UPDATE schema_version SET version = version - 1",
    "UPDATE schema_version SET version = version + 1",
  ),
  inDatabase(
    "an older Synapse could not use it",
    ["compatible-schema", "compatible schema"],
    "UPDATE schema_compat_version SET compat_version = compat_version + 1",
    "UPDATE schema_compat_version SET compat_version = compat_version - 1",
  ),
  inDatabase(
    "it is the database of another server",
    ["server", "other.example"],
    "INSERT INTO users (name, creation_ts, admin, is_guest, deactivated, locked, suspended) VALUES ('@x:other.example', 1, 0, 0, 0, false, false)",
    "DELETE FROM users WHERE name = '@x:other.example'",
  ),
  inDatabase(
    "an event is newer than the backup",
    ["clock", newest],
    `UPDATE events SET received_ts = received_ts + 86400000 WHERE event_id = ${last}`,
    `UPDATE events SET received_ts = received_ts - 86400000 WHERE event_id = ${last}`,
  ),
  inDatabase(
    "the newest event is missing",
    ["newest-event", newest],
    `SET session_replication_role = replica; UPDATE events SET stream_ordering = stream_ordering - ${far} WHERE event_id = ${last}`,
    `SET session_replication_role = replica; UPDATE events SET stream_ordering = stream_ordering + ${far} WHERE stream_ordering < -${far} / 2`,
  ),
  {
    ...{ title: "a byte of a file is flipped", check: "media-content", object: sampled },
    breaks: `${file}; cp "$media/$path" /tmp/kept; printf '\\377' | dd of="$media/$path" bs=1 seek=1 conv=notrunc status=none; cmp -s /tmp/kept "$media/$path" && printf '\\0' | dd of="$media/$path" bs=1 seek=1 conv=notrunc status=none; true`,
    mends: `${file}; cat /tmp/kept > "$media/$path"`,
  },
  {
    ...{ title: "a file is missing", check: "media-missing", object: sampled },
    breaks: `${file}; mv "$media/$path" /tmp/kept; echo "$path" > /tmp/where`,
    mends: `cp /tmp/kept "$media/$(cat /tmp/where)"`,
  },
  {
    ...{ title: "a file is there that was not", check: "media-count", object: () => "media" },
    breaks: `echo more > "$media/local_content/more"`,
    mends: `rm "$media/local_content/more"`,
  },
  {
    ...{ title: "a certificate is missing", check: "certificates", object: () => "certificates" },
    breaks: `path=$(find /volumes/proxy -type f ! -name .filling | head -1); mv "$path" /tmp/certificate; echo "$path" > /tmp/where`,
    mends: `mv /tmp/certificate "$(cat /tmp/where)"`,
  },
];
