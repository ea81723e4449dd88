import type { MemberFacts } from "./facts.ts";

/** What a member's recovery is like; one word for each that the server can tell apart. */
export type ReadinessState =
  | "neverSignedIn"
  | "noCrossSigning"
  | "noSecretStorage"
  | "noBackup"
  | "backupNotTrusted"
  | "backupKeyNotStored"
  | "backupSwitchedOff"
  | "resetNotRedone"
  | "ready";

/** The state that has to be put right first, or `ready`. */
export function decideState(facts: Omit<MemberFacts, "user" | "displayName" | "sessions">): ReadinessState {
  const { identity, secretStorage, backup } = facts;
  if (identity === null && facts.devices.length === 0 && facts.lastSeen === null) return "neverSignedIn";
  if (identity === null || !identity.complete) return "noCrossSigning";
  const isStored = secretStorage.key === "set" && secretStorage.holdsIdentity;
  if (!isStored) return identity.resets > 0 && secretStorage.key !== "none" ? "resetNotRedone" : "noSecretStorage";
  if (backup?.signedBy === "earlier") return "resetNotRedone";
  if (facts.backupSwitchedOff) return "backupSwitchedOff";
  if (backup === null) return "noBackup";
  if (backup.signedBy === "none") return "backupNotTrusted";
  return secretStorage.holdsBackup ? "ready" : "backupKeyNotStored";
}
