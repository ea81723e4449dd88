import type { Database } from "../../../../src/io/postgres/database.ts";

/** Where Synapse keeps what no report may hold. */
const columns = {
  tokens: "SELECT token FROM access_tokens UNION SELECT token FROM refresh_tokens",
  hashes: "SELECT password_hash FROM users WHERE length(password_hash) > 1",
  accountData: "SELECT content FROM account_data",
  backups: "SELECT session_data FROM e2e_room_keys",
  oneTimeKeys: "SELECT key_json FROM e2e_one_time_keys_json",
  messages: "SELECT json FROM event_json WHERE json LIKE '%m.room.encrypted%'",
} as const;

/** What a secret looks like inside JSON: the ciphertexts, check values and salts of Matrix, each by its name. */
const inJson = /"(?:ciphertext|iv|mac|ephemeral|salt|key)":"([^"]{16,})"/g;

/** Every token, hash and ciphertext in the database; fails where one kind has none, as nothing would be compared then. */
export async function secretsIn(database: Pick<Database, "rows">): Promise<readonly string[]> {
  const all: string[] = [];
  for (const [kind, statement] of Object.entries(columns)) {
    const values = (await Array.fromAsync(database.rows(statement))).map(([value]) => value ?? "");
    const found = values.flatMap((value) =>
      value.startsWith("{") ? [...value.matchAll(inJson)].map(([, secret]) => secret ?? "") : [value],
    );
    if (found.length === 0) throw new Error(`There are no ${kind} to look for.`);
    all.push(...found.map((secret) => secret.slice(0, 40)));
  }
  return all;
}
