import type { AuthDict } from "matrix-js-sdk";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import type { Person } from "../../../../src/io/matrix/client.ts";
import type { MemberDevice } from "./device.ts";

/**
 * Sets up recovery on a member's first device, or once more after a reset, and gives the recovery key as the client shows it: an
 * identity that signs this device, secret storage that this key opens, and a backup of the keys of messages.
 */
export async function setUpRecovery(device: MemberDevice): Promise<string> {
  const { crypto, userId } = device;
  if (!(await crypto.userHasCrossSigningKeys(userId, true))) await makeIdentity(device);
  const isBackedUp = (await crypto.getActiveSessionBackupVersion()) !== null;
  return await storeSecrets(device, { setupNewSecretStorage: true, setupNewKeyBackup: !isBackedUp });
}

/** What a client does at a member's very first sign-in, without asking: it makes their identity and signs its own device. */
export async function makeIdentity({ crypto, person }: MemberDevice): Promise<void> {
  await crypto.bootstrapCrossSigning({ authUploadDeviceSigningKeys: (request) => request(passwordAnswer(person)) });
}

/**
 * Makes a new recovery key on a device that is confirmed and still has its secrets: they are stored again, under the new key, and the
 * backup stays the one it was. The old key opens nothing any more.
 */
export async function changeRecoveryKey(device: MemberDevice): Promise<string> {
  return await storeSecrets(device, { setupNewSecretStorage: true });
}

/**
 * Resets a member's identity, where neither another device nor the recovery key is left: the backup is deleted, and another one begun with
 * what this device holds. Recovery has to be set up again after it.
 */
export async function resetIdentity(
  { crypto, person }: MemberDevice,
  password = passwordAnswer(person),
): Promise<void> {
  await crypto.resetEncryption((request) => request(password));
}

/** Waits until all message keys that this device holds are in the member's backup. */
export async function backedUp(device: MemberDevice): Promise<void> {
  await untilTrue(`backup of all message keys of ${device.userId}`, async () => {
    const held = await device.crypto.exportRoomKeys();
    return (await countInBackup(device)) >= held.length;
  });
}

/** How many message keys the member's backup holds. */
export async function countInBackup({ crypto }: MemberDevice): Promise<number> {
  return (await crypto.checkKeyBackupAndEnable())?.backupInfo.count ?? 0;
}

async function storeSecrets(
  { crypto, sdk, prompt }: MemberDevice,
  options: { readonly setupNewKeyBackup?: boolean; readonly setupNewSecretStorage?: boolean },
): Promise<string> {
  prompt.askFor(sdk.secretStorage);
  const made = await crypto.createRecoveryKeyFromPassphrase();
  await crypto.bootstrapSecretStorage({ ...options, createSecretStorageKey: async () => made });
  prompt.forget();
  if (made.encodedPrivateKey === undefined) throw new Error("The client made no recovery key to show.");
  return made.encodedPrivateKey;
}

/** What a client answers where the server asks for the account's password once more (client-server API, "Password-based"). */
export function passwordAnswer({ userId: user, password }: Person): AuthDict {
  return { type: "m.login.password", identifier: { type: "m.id.user", user }, password };
}
