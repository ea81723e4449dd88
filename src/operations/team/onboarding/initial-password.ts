import type { MasterKey } from "../../../keys/master-key.ts";

/** What is remembered of an initial password: a keyed digest of its hash's fingerprint, and by which master key it was made. */
export function markOfInitialPassword(master: MasterKey, fingerprint: string): string {
  return `${master.id()}:${master.markOfPassword(fingerprint)}`;
}

/**
 * Whether an account's password is still the initial one, seen by its unchanged hash: it is never tried. null where that cannot be seen:
 * nothing was remembered, or under a master key that was replaced since.
 */
export function isInitialPasswordInUse(
  kept: string | null,
  fingerprint: string | null,
  master: MasterKey,
): boolean | null {
  if (kept === null || !kept.startsWith(`${master.id()}:`)) return null;
  return fingerprint !== null && kept === markOfInitialPassword(master, fingerprint);
}
