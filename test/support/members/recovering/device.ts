import {
  AllDevicesIsolationMode,
  type CryptoApi,
  OnlySignedDevicesIsolationMode,
} from "matrix-js-sdk/lib/crypto-api/index.js";
import { RustBackupManager } from "matrix-js-sdk/lib/rust-crypto/backup.js";
import { type Person, type Server, type SignedIn, signIn } from "../../../../src/io/matrix/client.ts";
import { type KeyPrompt, keyPrompt } from "./key-prompt.ts";

/**
 * Whether clients exclude devices that their owners have not signed (MSC4153: the specification recommends it since 1.18, the
 * clients of today leave it off).
 */
export type Isolation = "on" | "off";

/** Both, for tests that are to hold either way. */
export const isolations: readonly Isolation[] = ["on", "off"];

/** A member's device: one sign-in, and all that its client holds in memory. */
export interface MemberDevice extends SignedIn {
  readonly person: Person;
  readonly server: Server;
  readonly deviceId: string;
  readonly isolation: Isolation;
  readonly crypto: CryptoApi;
  /** Where the member types a recovery key. */
  readonly prompt: KeyPrompt;
}

/** Signs in on a new device, which knows nothing yet but what the server tells it. */
export async function newDevice(server: Server, person: Person, isolation: Isolation): Promise<MemberDevice> {
  backUpAtOnce();
  const mode = isolation === "on" ? new OnlySignedDevicesIsolationMode() : new AllDevicesIsolationMode(false);
  const prompt = keyPrompt();
  const options = { cryptoCallbacks: prompt.callbacks, isolation: mode, eventsAtStart: 100 };
  const client = await signIn(server, person, options);
  const [crypto, deviceId] = [client.sdk.getCrypto(), client.sdk.getDeviceId()];
  if (crypto === undefined || deviceId === null) throw new Error(`${person.userId} has a client without encryption.`);
  return { ...client, person, server, deviceId, isolation, crypto, prompt };
}

/** Another device of the same member. */
export function furtherDevice({ server, person, isolation }: MemberDevice): Promise<MemberDevice> {
  return newDevice(server, person, isolation);
}

/** The device is gone with all that it held. The server still counts it as signed in, as it would one that fell into water. */
export async function destroyDevice(device: MemberDevice): Promise<void> {
  await device.stop();
}

/** Clients wait up to ten seconds, by chance, before they send keys to the backup, to spare the server; these do not. */
function backUpAtOnce(): void {
  Object.assign(RustBackupManager, { maxBackupLoopStartDelayMillis: 0 });
}
