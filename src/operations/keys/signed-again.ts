/** Counts the events of a server's own members that a key has not signed. The key's id contains a digest, so no message contains it by chance. */
export function countOtherSignatures(serverName: string, keyId: string): string {
  return `SELECT count(*) FROM events JOIN event_json USING (event_id)
    WHERE sender LIKE ${literal(`%:${escaped(serverName)}`)} AND position(${literal(keyId)} in json) = 0`;
}

/** Whether a background update of Synapse waits or runs: 0 or 1 (synapse/storage/background_updates.py). */
export function isUpdateWaiting(name: string): string {
  return `SELECT count(*) FROM background_updates WHERE update_name = ${literal(name)}`;
}

/** A string constant (PostgreSQL manual, 4.1.2.1). */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Text that LIKE takes as it is (PostgreSQL manual, 9.7.1). */
function escaped(text: string): string {
  return text.replace(/[\\%_]/g, (sign) => `\\${sign}`);
}
