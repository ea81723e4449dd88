import type { UserId } from "../../kinds/names.ts";
import type { Database } from "./database.ts";
import { literal } from "./literal.ts";

/**
 * A fingerprint of the hash of each account's password (Synapse, `users.password_hash`): SHA-256 of it, made by Postgres, so no hash
 * leaves the database; the salt of bcrypt is in what is digested, so no password can be tried against a fingerprint. Who has no password
 * is left out. `null` asks for all accounts.
 */
export async function passwordFingerprints(
  database: Pick<Database, "rows">,
  users: readonly UserId[] | null,
): Promise<ReadonlyMap<UserId, string>> {
  if (users !== null && users.length === 0) return new Map();
  const these = users === null ? "" : ` AND name IN (${users.map(literal).join(", ")})`;
  const rows = database.rows(`SELECT name, encode(sha256(convert_to(password_hash, 'UTF8')), 'hex')
FROM users WHERE password_hash IS NOT NULL AND password_hash <> ''${these}`);
  const found = new Map<UserId, string>();
  for await (const [user, fingerprint] of rows) found.set(user as UserId, String(fingerprint));
  return found;
}
