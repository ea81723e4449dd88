import type { Account } from "../../../io/synapse/accounts.ts";
import type { UserId } from "../../../kinds/names.ts";

/** What the server knows of how one member would recover: facts alone, without any secret. */
export interface MemberFacts {
  readonly user: UserId;
  readonly displayName: string | null;
  readonly locked: boolean;
  /** As ISO times. The account's creation is all that the server knows of a member's first day. */
  readonly created: string;
  /** null where no device was ever seen. */
  readonly lastSeen: string | null;
  readonly devices: readonly DeviceFacts[];
  /** The public signing keys; null where there are none. */
  readonly identity: IdentityFacts | null;
  readonly secretStorage: SecretStorageFacts;
  /** The newest backup; null where there is none. */
  readonly backup: BackupFacts | null;
  /** Whether the member switched the backup off for all apps (Matrix spec 1.19, `m.key_backup`). */
  readonly backupSwitchedOff: boolean;
  readonly sessions: SessionFacts;
}

/** A device of a member; neither the dehydrated one nor those that Synapse hides. */
export interface DeviceFacts {
  readonly id: string;
  readonly name: string | null;
  readonly lastSeen: string | null;
  /** `none` is a device that cannot read encrypted messages: it is no app for people. `signed` was verified with the newest keys. */
  readonly encryption: "none" | "unsigned" | "signed";
  /** Since when its keys are known; null without keys. */
  readonly since: string | null;
}

/** A cross-signing identity. */
export interface IdentityFacts {
  /** How often it was reset. */
  readonly resets: number;
  /** Whether the self-signing key is there, signed by the master key: else no device can be signed. */
  readonly complete: boolean;
}

/** Secret storage, of which no server can tell if its key is still known, or fits what it holds. */
export interface SecretStorageFacts {
  /** `removed`: there was one. `undescribed`: a default key is named that is not there. */
  readonly key: "none" | "removed" | "undescribed" | "set";
  readonly passphrase: boolean;
  /** Whether all three signing keys are in it, and the backup's key. */
  readonly holdsIdentity: boolean;
  readonly holdsBackup: boolean;
}

/** A key backup. */
export interface BackupFacts {
  readonly version: string;
  /** Whether a newer one was deleted, so that this one is current again: secret storage may hold the key of that one. */
  readonly newerDeleted: boolean;
  /** How many keys it has, of all time. */
  readonly keys: number;
  /** Whose signature makes apps trust it: `earlier` is the identity before a reset, `device` a device that is signed itself. */
  readonly signedBy: "identity" | "earlier" | "device" | "none";
}

/** Sessions that were used since a time in the member's rooms, after the member joined. */
export interface SessionFacts {
  readonly known: number;
  readonly backedUp: number;
}

/** What the list of accounts says of a member. */
export type AccountFacts = Pick<Account, "user" | "displayName" | "state" | "created">;
