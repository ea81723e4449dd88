import type { MemberDevice } from "./device.ts";

/** What recovering came to. */
export interface Recovered {
  /** How many message keys came from the backup. */
  readonly keys: number;
}

/**
 * Confirms a new device with nothing but the recovery key as it was typed, and fetches the keys of all older messages. Nothing here
 * can make a new identity: without secret storage it refuses, and no password is at hand that replacing one would ask for.
 */
export async function recoverWithKey(device: MemberDevice, typed: string): Promise<Recovered> {
  const { crypto, sdk, prompt, userId } = device;
  if (!(await sdk.secretStorage.hasKey())) throw new Error(`${userId} has no recovery key that could be typed.`);
  prompt.askFor(sdk.secretStorage);
  prompt.type(typed);
  // Before the client knows the public keys, it cannot import the private ones ("importCrossSigningKeys failed").
  await crypto.userHasCrossSigningKeys(userId, true);
  await crypto.bootstrapCrossSigning({});
  const recovered = await fetchBackup(device);
  prompt.forget();
  return recovered;
}

/** Fetches the backup's keys with the key of the backup that lies in secret storage. */
async function fetchBackup({ crypto }: MemberDevice): Promise<Recovered> {
  await crypto.loadSessionBackupPrivateKeyFromSecretStorage();
  await crypto.checkKeyBackupAndEnable();
  return { keys: (await crypto.restoreKeyBackup()).imported };
}
