/** Something that is broken in the restored database before its server starts, and which checks of a drill say so, among others. */
export interface ServedSabotage {
  readonly title: string;
  readonly check: string;
  /** What a drill says it is about. */
  readonly object: RegExp;
  readonly sql: string;
}

const canary = "name LIKE '@chatkeep-canary:%'";
const ofCanary = `user_id = (SELECT name FROM users WHERE ${canary})`;

/** What only the running server shows. Rows are another then too, so a drill has more findings than this one. */
export const servedSabotages: readonly ServedSabotage[] = [
  {
    ...{ title: "the pepper is missing, so that no password is right", check: "canary-signs-in", object: /^canary$/ },
    sql: `UPDATE users SET password_hash = '$2b$04$CCCCCCCCCCCCCCCCCCCCC.' || repeat('e', 31) WHERE ${canary}`,
  },
  {
    ...{ title: "secret storage is gone", check: "canary-recovers", object: /^canary$/ },
    sql: `DELETE FROM account_data WHERE ${ofCanary} AND account_data_type LIKE 'm.secret_storage.%'`,
  },
  {
    ...{ title: "the key backup has lost its keys", check: "canary-reads", object: /^\$/ },
    sql: `DELETE FROM e2e_room_keys WHERE ${ofCanary}`,
  },
  {
    ...{ title: "the canary has written nothing", check: "canary-there", object: /^canary$/ },
    sql: `UPDATE rooms SET creator = '' WHERE creator = (SELECT name FROM users WHERE ${canary})`,
  },
  {
    ...{ title: "the schema is one that Synapse does not know", check: "starts", object: /^stack$/ },
    sql: "UPDATE schema_compat_version SET compat_version = 9999",
  },
];
