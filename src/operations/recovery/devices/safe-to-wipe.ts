import type { Duration } from "../../../kinds/duration.ts";
import type { DeviceFacts, MemberFacts } from "../audit/facts.ts";
import { notADevice } from "./member-devices.ts";

/** What erasing a device may lose, and so has to be put right first. */
export type Lack =
  | { readonly kind: "no other device" }
  | { readonly kind: "others not confirmed"; readonly devices: readonly DeviceFacts[] }
  | { readonly kind: "others not in use"; readonly devices: readonly DeviceFacts[] }
  | { readonly kind: "locked" }
  | { readonly kind: "no identity" }
  | { readonly kind: "no recovery key" }
  | { readonly kind: "identity not stored" }
  | { readonly kind: "no backup" }
  | { readonly kind: "backup switched off" }
  | { readonly kind: "backup not trusted"; readonly version: string }
  | { readonly kind: "backup key not stored" }
  | { readonly kind: "sessions missing"; readonly missing: number; readonly known: number };

/** Whether a device can be erased, with everything that speaks for it or against. */
export interface WipeVerdict {
  readonly device: DeviceFacts;
  readonly safe: boolean;
  /** One that does not encrypt holds no keys: nothing else is asked then. */
  readonly holdsKeys: boolean;
  /** The confirmed device that stays in use; null where there is none. */
  readonly successor: DeviceFacts | null;
  readonly lacks: readonly Lack[];
  /** Whether a newer backup was deleted: the stored key may fit that one alone, which no server can tell. */
  readonly newerBackupDeleted: boolean;
}

/** Judges whether a device of a member can be erased. Everything that is missing is said at once, the first to do first. */
export function decideSafeToWipe(
  facts: MemberFacts,
  id: string,
  { inUse, now }: { readonly inUse: Duration; readonly now: Date },
): WipeVerdict {
  const device = facts.devices.find((each) => each.id === id);
  if (device === undefined) throw notADevice(facts.user, [id]);
  const newerBackupDeleted = facts.backup?.newerDeleted ?? false;
  if (device.encryption === "none")
    return { device, safe: true, holdsKeys: false, successor: null, lacks: [], newerBackupDeleted };
  const others = facts.devices.filter((each) => each.id !== id && each.encryption !== "none");
  const confirmed = others.filter(({ encryption }) => encryption === "signed");
  const successor = latestOf(confirmed.filter((each) => isInUse(each, inUse, now)));
  const lacks = [
    ...otherLacks(others, confirmed, successor),
    ...(facts.locked ? [{ kind: "locked" } as const] : []),
    ...storageLacks(facts),
    ...backupLacks(facts),
  ];
  return { device, safe: lacks.length === 0, holdsKeys: true, successor, lacks, newerBackupDeleted };
}

function otherLacks(
  others: readonly DeviceFacts[],
  confirmed: readonly DeviceFacts[],
  successor: DeviceFacts | null,
): readonly Lack[] {
  if (successor !== null) return [];
  if (others.length === 0) return [{ kind: "no other device" }];
  if (confirmed.length === 0) return [{ kind: "others not confirmed", devices: others }];
  return [{ kind: "others not in use", devices: confirmed }];
}

function storageLacks({ identity, secretStorage }: MemberFacts): readonly Lack[] {
  if (identity === null || !identity.complete) return [{ kind: "no identity" }];
  if (secretStorage.key !== "set") return [{ kind: "no recovery key" }];
  return secretStorage.holdsIdentity ? [] : [{ kind: "identity not stored" }];
}

/** What a backup lacks; where there is none, no count says anything. */
function backupLacks({ backup, backupSwitchedOff, secretStorage, sessions }: MemberFacts): readonly Lack[] {
  if (backupSwitchedOff) return [{ kind: "backup switched off" }];
  if (backup === null) return [{ kind: "no backup" }];
  if (backup.signedBy === "earlier" || backup.signedBy === "none")
    return [{ kind: "backup not trusted", version: backup.version }];
  const missing = sessions.known - sessions.backedUp;
  return [
    ...(secretStorage.key === "set" && !secretStorage.holdsBackup ? [{ kind: "backup key not stored" } as const] : []),
    ...(missing > 0 ? [{ kind: "sessions missing", missing, known: sessions.known } as const] : []),
  ];
}

function isInUse({ lastSeen }: DeviceFacts, inUse: Duration, now: Date): boolean {
  return lastSeen !== null && now.getTime() - Date.parse(lastSeen) <= inUse;
}

function latestOf(devices: readonly DeviceFacts[]): DeviceFacts | null {
  return devices.toSorted((one, other) => (other.lastSeen ?? "").localeCompare(one.lastSeen ?? ""))[0] ?? null;
}
