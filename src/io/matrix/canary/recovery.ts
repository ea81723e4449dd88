import type { CanaryDevice } from "./device.ts";

/**
 * Confirms the new device with nothing but the recovery key: its identity signs it. False where recovery is not set up, or the key is
 * another one's. It makes no identity and replaces none.
 */
export async function confirmDevice({ crypto, sdk, userId, recoveryKey }: CanaryDevice): Promise<boolean> {
  const described = await sdk.secretStorage.getKey();
  if (described === null || !(await sdk.secretStorage.checkKey(recoveryKey, described[1]))) return false;
  // Before the client knows the public keys, it cannot import the private ones ("importCrossSigningKeys failed").
  await crypto.userHasCrossSigningKeys(userId, true);
  await crypto.bootstrapCrossSigning({});
  return true;
}

/** The same, and opens the backup of the keys of messages: false where there is none to open. */
export async function recover(device: CanaryDevice): Promise<boolean> {
  if (!(await confirmDevice(device))) return false;
  await device.crypto.loadSessionBackupPrivateKeyFromSecretStorage();
  return (await device.crypto.checkKeyBackupAndEnable()) !== null;
}

/** Sets recovery up with this key, whatever was there before: a new identity, secret storage and key backup. What was encrypted before stays unreadable. */
export async function setUpRecovery({ crypto, recoveryKey, answer }: CanaryDevice): Promise<void> {
  await crypto.resetEncryption((request) => request(answer));
  await crypto.bootstrapSecretStorage({
    setupNewSecretStorage: true,
    createSecretStorageKey: async () => ({ privateKey: recoveryKey }),
  });
}

/** Fetches all keys of messages that the backup has, and says how many those are. */
export async function fetchKeys({ crypto }: CanaryDevice): Promise<number> {
  return (await crypto.restoreKeyBackup()).imported;
}

/** How many keys of messages the backup on the server has. */
export async function keysInBackup({ crypto }: CanaryDevice): Promise<number> {
  return (await crypto.checkKeyBackupAndEnable())?.backupInfo.count ?? 0;
}
