import type {
  BackupRecord,
  DeviceRecord,
  MemberRecord,
  SecretStorageRecord,
} from "../../../io/postgres/audit/members.ts";
import { isSignedBy } from "../../../keys/signed-json.ts";
import { isJsonObject, type Json, type JsonObject, parseJson } from "../../../kinds/json.ts";
import type { UserId } from "../../../kinds/names.ts";
import { pageDevice } from "../../../kinds/page-device.ts";
import type {
  AccountFacts,
  BackupFacts,
  DeviceFacts,
  IdentityFacts,
  MemberFacts,
  SecretStorageFacts,
  SessionFacts,
} from "./facts.ts";

/** The facts in what the database says of a member. Signatures are verified here, as apps do, and not taken from the server's word. */
export function readFacts(account: AccountFacts, record: MemberRecord, sessions: SessionFacts): MemberFacts {
  const keys = signingKeys(record);
  const devices = record.devices.filter(isOfMember).map((device) => readDevice(record, keys, device));
  const { backupEnabled, backupDisabled } = record.secretStorage;
  return {
    user: account.user,
    displayName: account.displayName,
    locked: account.state === "locked",
    created: account.created,
    lastSeen: latest([momentOf(record.seen), ...devices.map(({ lastSeen }) => lastSeen)]),
    devices,
    identity: readIdentity(record, keys),
    secretStorage: readSecretStorage(record.secretStorage),
    backup: record.backup === null ? null : readBackup(record, record.backup, keys, devices),
    // The stable name counts where it is there; the other one is older and says the opposite (MSC4287).
    backupSwitchedOff: backupEnabled === null ? backupDisabled === true : !backupEnabled,
    sessions,
  };
}

/** The server's own page is no device of a member. With keys it is not that page, but someone who hides behind its name. */
function isOfMember({ id, keys }: DeviceRecord): boolean {
  return id !== pageDevice || keys !== null;
}

/** The public keys that count now, and those of the identities before. */
interface SigningKeys {
  readonly master: string | null;
  readonly selfSigning: string | null;
  readonly earlier: readonly string[];
}

/** The newest keys. A self-signing key that the master key did not sign is none (Matrix spec, "Cross-signing"). */
function signingKeys({ user, masterKeys, selfSigningKeys }: MemberRecord): SigningKeys {
  const [master = null, ...earlier] = masterKeys.map((text) => publicKeyIn(objectIn(text)));
  const selfSigning = objectIn(selfSigningKeys[0] ?? "");
  const isValid = master !== null && isSigned(selfSigning, user, master);
  return {
    master,
    selfSigning: isValid ? publicKeyIn(selfSigning) : null,
    earlier: earlier.filter((key) => key !== null && key !== master).map(String),
  };
}

function readIdentity({ masterKeys }: MemberRecord, { master, selfSigning }: SigningKeys): IdentityFacts | null {
  return master === null ? null : { resets: masterKeys.length - 1, complete: selfSigning !== null };
}

function readDevice({ user, signatures }: MemberRecord, keys: SigningKeys, device: DeviceRecord): DeviceFacts {
  const { id, name, lastSeen, keysSince } = device;
  const facts = { id, name, lastSeen: momentOf(lastSeen), since: momentOf(keysSince) };
  if (device.keys === null) return { ...facts, encryption: "none" };
  const signer = keys.selfSigning;
  const deviceKeys = objectIn(device.keys);
  const added = signatures.filter((each) => each.device === id && each.key === `ed25519:${signer}`);
  const isConfirmed =
    signer !== null &&
    (isSigned(deviceKeys, user, signer) || added.some(({ signature }) => isSignedBy(deviceKeys, signer, signature)));
  return { ...facts, encryption: isConfirmed ? "signed" : "unsigned" };
}

function readSecretStorage({ pointer, described, passphrase, holds }: SecretStorageRecord): SecretStorageFacts {
  const identity = ["master", "self_signing", "user_signing"].map((name) => `m.cross_signing.${name}`);
  return {
    key: pointer === "set" ? (described ? "set" : "undescribed") : pointer,
    passphrase,
    holdsIdentity: identity.every((name) => holds.includes(name)),
    holdsBackup: holds.includes("m.megolm_backup.v1"),
  };
}

/** As apps judge it: by the identity's signature, or by that of a device that is signed itself (matrix-rust-sdk, `verify_backup`). */
function readBackup(
  record: MemberRecord,
  { version, newest, keys: count, authData }: BackupRecord,
  { master, earlier }: SigningKeys,
  devices: readonly DeviceFacts[],
): BackupFacts {
  const facts = { version, newerDeleted: newest !== version, keys: count };
  const signed = objectIn(authData);
  const isBy = (key: string) => isSigned(signed, record.user, key);
  const isByDevice = (id: string) => {
    const keys = objectIn(record.devices.find((device) => device.id === id)?.keys ?? "").keys;
    const key = isJsonObject(keys) ? keys[`ed25519:${id}`] : null;
    return typeof key === "string" && isSigned(signed, record.user, key, id);
  };
  const confirmed = devices.filter(({ encryption }) => encryption === "signed");
  if (master !== null && isBy(master)) return { ...facts, signedBy: "identity" };
  if (confirmed.some(({ id }) => isByDevice(id))) return { ...facts, signedBy: "device" };
  return { ...facts, signedBy: earlier.some(isBy) ? "earlier" : "none" };
}

/** Whether an object carries a user's signature with this key; cross-signing keys are named after themselves. */
function isSigned(object: JsonObject, user: UserId, publicKey: string, keyName = publicKey): boolean {
  const signature = fieldOf(fieldOf(object.signatures, user), `ed25519:${keyName}`);
  return typeof signature === "string" && isSignedBy(object, publicKey, signature);
}

/** The one key in a cross-signing key object. */
function publicKeyIn({ keys }: JsonObject): string | null {
  const [key] = Object.values(isJsonObject(keys) ? keys : {});
  return typeof key === "string" ? key : null;
}

function fieldOf(value: Json | undefined, name: string): Json {
  return (isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : null) ?? null;
}

function objectIn(text: string): JsonObject {
  const value = parseJson(text) as Json;
  return isJsonObject(value) ? value : {};
}

function momentOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

function latest(times: readonly (string | null)[]): string | null {
  return times.reduce((one, other) => (other !== null && (one === null || other > one) ? other : one), null);
}
