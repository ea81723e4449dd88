import type { AuthDict } from "matrix-js-sdk";
import { type CryptoApi, OnlySignedDevicesIsolationMode } from "matrix-js-sdk/lib/crypto-api/index.js";
import { RustBackupManager } from "matrix-js-sdk/lib/rust-crypto/backup.js";
import type { ServerSideSecretStorage } from "matrix-js-sdk/lib/secret-storage.js";
import { StackError } from "../../../errors.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { Secret } from "../../../kinds/secret.ts";
import { type SignedIn, signInOver } from "../client.ts";
import type { TrustingFetch } from "../trusting-fetch.ts";

/** Who the canary is, and the two secrets that it signs in and recovers with. */
export interface CanaryKeys {
  readonly user: UserId;
  readonly password: Secret;
  /** The 32 bytes of its recovery key. */
  readonly recoveryKey: Uint8Array<ArrayBuffer>;
}

/** How a server is reached, and at what address. */
export interface Way {
  readonly way: TrustingFetch;
  readonly baseUrl: string;
}

/** The canary, signed in on a new device, which knows nothing yet but what the server tells it. */
export interface CanaryDevice extends SignedIn {
  readonly crypto: CryptoApi;
  readonly recoveryKey: CanaryKeys["recoveryKey"];
  /** What it answers where the server asks for the password once more (client-server API, "Password-based"). */
  readonly answer: AuthDict;
}

/** Signs the canary in, does something as it, and signs it out: no device stays. */
export async function asCanary<Result>(
  { way, baseUrl }: Way,
  keys: CanaryKeys,
  doing: (device: CanaryDevice) => Promise<Result>,
): Promise<Result> {
  const device = await signIn(way, baseUrl, keys);
  try {
    return await doing(device);
  } finally {
    await device.sdk.logout(true).catch(() => undefined); // what stays is removed the next time
    await device.stop();
  }
}

/** Clients wait up to ten seconds, by chance, before they send keys to the backup, to spare the server; a command is waited for. */
function backUpAtOnce(): void {
  Object.assign(RustBackupManager, { maxBackupLoopStartDelayMillis: 0 });
}

async function signIn(
  way: TrustingFetch,
  baseUrl: string,
  { user, password, recoveryKey }: CanaryKeys,
): Promise<CanaryDevice> {
  backUpAtOnce();
  const opened: { storage: ServerSideSecretStorage | null } = { storage: null };
  const client = await signInOver(
    way,
    baseUrl,
    { userId: user, password: password.reveal() },
    {
      isolation: new OnlySignedDevicesIsolationMode(),
      cryptoCallbacks: {
        getSecretStorageKey: async ({ keys }) => {
          for (const [id, description] of Object.entries(keys))
            if (await opened.storage?.checkKey(recoveryKey, description)) return [id, recoveryKey];
          return null;
        },
      },
    },
  );
  opened.storage = client.sdk.secretStorage;
  const crypto = client.sdk.getCrypto();
  if (crypto === undefined) throw new StackError(`${user} has a client without encryption`);
  const identifier = { type: "m.id.user", user };
  const answer = { type: "m.login.password", identifier, password: password.reveal() };
  return { ...client, crypto, recoveryKey, answer };
}
