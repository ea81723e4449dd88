import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import type { Secret } from "../kinds/secret.ts";

/** What Postgres keeps of a password: `SCRAM-SHA-256$ITERATIONS:SALT$STOREDKEY:SERVERKEY`, in base64 (PostgreSQL manual, `pg_authid`, `rolpassword`). */
const verifier = /^SCRAM-SHA-256\$(\d+):([^$:]+)\$([^$:]+):([^$:]+)$/;

/** Whether a password is the one behind such a text (RFC 5802, section 3). Ours are ASCII, so SASLprep changes nothing. */
export function isScramPassword(kept: string, password: Secret): boolean {
  const [, iterations, salt, storedKey] = verifier.exec(kept) ?? [];
  if (iterations === undefined || salt === undefined || storedKey === undefined) return false;
  const salted = pbkdf2Sync(password.reveal(), Buffer.from(salt, "base64"), Number(iterations), 32, "sha256");
  const clientKey = createHmac("sha256", salted).update("Client Key").digest();
  const own = createHash("sha256").update(clientKey).digest();
  const theirs = Buffer.from(storedKey, "base64");
  return own.length === theirs.length && timingSafeEqual(own, theirs);
}
