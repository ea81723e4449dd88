import { fieldsOf, type Json, parseJson } from "../../../kinds/json.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { Database } from "../database.ts";
import { type Members, recordsQuery, sessionsQuery } from "./queries.ts";

/** What the database says of one member, as it says it. Keys and signatures are public halves; texts of members are as they wrote them. */
export interface MemberRecord {
  readonly user: UserId;
  readonly displayName: string | null;
  /** A guest, a bot, or an account that an application service answers for. */
  readonly isPerson: boolean;
  /** When any app of theirs was last seen, also one that is signed out by now; in milliseconds since 1970. The server's own page is no app. */
  readonly seen: number | null;
  readonly devices: readonly DeviceRecord[];
  /** Master keys and self-signing keys, the newest first of each kind: those of an identity before a reset stay. */
  readonly masterKeys: readonly string[];
  readonly selfSigningKeys: readonly string[];
  /** What the member's own keys signed of the member's own devices. */
  readonly signatures: readonly SignatureRecord[];
  /** The newest backup that was not deleted. */
  readonly backup: BackupRecord | null;
  readonly secretStorage: SecretStorageRecord;
}

/** A device; those that Synapse hides, and the dehydrated one, are none. */
export interface DeviceRecord {
  readonly id: string;
  readonly name: string | null;
  /** In milliseconds since 1970. */
  readonly lastSeen: number | null;
  /** The device's public keys as signed JSON, and when they came; null where it does not encrypt. */
  readonly keys: string | null;
  readonly keysSince: number | null;
}

/** A signature of a device, in unpadded base64. */
export interface SignatureRecord {
  readonly device: string;
  /** The key that signed, such as `ed25519:PUBLIC`. */
  readonly key: string;
  readonly signature: string;
}

/** A key backup. */
export interface BackupRecord {
  readonly version: string;
  /** The newest version of all: another one was deleted. */
  readonly newest: string;
  readonly algorithm: string;
  /** Its public key with signatures, as JSON. */
  readonly authData: string;
  readonly keys: number;
}

/** What the account data says, without any content of it. */
export interface SecretStorageRecord {
  /** Whether account data names a default key: it may never have, or say no more. */
  readonly pointer: "none" | "removed" | "set";
  readonly described: boolean;
  readonly passphrase: boolean;
  /** The secrets that are encrypted with the default key, by their type of account data. */
  readonly holds: readonly string[];
  /** `m.key_backup`, and what apps wrote before it; null where there is none. */
  readonly backupEnabled: boolean | null;
  readonly backupDisabled: boolean | null;
}

/** How many sessions a member should be able to read, and how many of those the current backup has. */
export interface SessionCounts {
  readonly known: number;
  readonly backedUp: number;
}

/** What the database knows of members, asked as the role `audit`. */
export interface MemberRecords {
  /** One after the other, by user ID, however many there are; no deactivated ones. */
  records(member: Members): AsyncIterable<MemberRecord>;
  /** Of sessions that were used since then and since the member joined; members without any are left out. */
  sessions(member: Members, since: Date): AsyncIterable<readonly [UserId, SessionCounts]>;
}

/** Reads them through the columns and the functions that the role has (templates/recovery/audit.sql). */
export function memberRecords(database: Pick<Database, "rows">): MemberRecords {
  return {
    async *records(member) {
      for await (const [text = null] of database.rows(recordsQuery(member))) yield recordIn(parseJson(text ?? ""));
    },
    async *sessions(member, since) {
      for await (const [user, known, backedUp] of database.rows(sessionsQuery(member, since)))
        yield [user as UserId, { known: Number(known), backedUp: Number(backedUp) }];
    },
  };
}

/** A record in the row that the database gives of a member, as JSON. */
export function recordIn(row: unknown): MemberRecord {
  const { user, displayName, isPerson, seen, devices, masterKeys, selfSigningKeys, signatures, backup, secretStorage } =
    fieldsOf(row) as Readonly<Record<string, Json>>;
  return {
    user: String(user) as UserId,
    displayName: textIn(displayName),
    isPerson: isPerson === true,
    seen: numberIn(seen),
    devices: listIn(devices).map(deviceIn),
    masterKeys: listIn(masterKeys).map(String),
    selfSigningKeys: listIn(selfSigningKeys).map(String),
    signatures: listIn(signatures).map((each) => {
      const { device, key, signature } = fieldsOf(each);
      return { device: String(device), key: String(key), signature: String(signature) };
    }),
    backup: backupIn(backup),
    secretStorage: secretStorageIn(secretStorage),
  };
}

function deviceIn(row: unknown): DeviceRecord {
  const { id, name, lastSeen, keys, keysSince } = fieldsOf(row);
  return {
    id: String(id),
    name: textIn(name),
    lastSeen: numberIn(lastSeen),
    keys: textIn(keys),
    keysSince: numberIn(keysSince),
  };
}

function backupIn(row: unknown): BackupRecord | null {
  if (row === null || row === undefined) return null;
  const { version, newest, algorithm, authData, keys } = fieldsOf(row);
  const texts = { version: String(version), newest: String(newest), algorithm: String(algorithm) };
  return { ...texts, authData: String(authData), keys: Number(keys) };
}

function secretStorageIn(row: unknown): SecretStorageRecord {
  const { pointer, described, passphrase, holds, backupEnabled, backupDisabled } = fieldsOf(row);
  return {
    pointer: pointer === "set" || pointer === "removed" ? pointer : "none",
    described: described === true,
    passphrase: passphrase === true,
    holds: listIn(holds).map(String),
    backupEnabled: typeof backupEnabled === "boolean" ? backupEnabled : null,
    backupDisabled: typeof backupDisabled === "boolean" ? backupDisabled : null,
  };
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textIn(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function numberIn(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}
