import { createClient, Method, type UIAuthCallback } from "matrix-js-sdk";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import type { SignedIn } from "../../../../src/io/matrix/client.ts";
import { silent } from "../../../../src/io/matrix/quiet-sdk.ts";
import { fetchTrusting } from "../../../../src/io/matrix/trusting-fetch.ts";
import type { MemberDevice } from "../recovering/device.ts";
import { passwordAnswer } from "../recovering/setting-up.ts";

/** Replaces the identity alone, as "reset cross-signing" in older apps: the backup stays as it was signed before. */
export async function replaceIdentity({ crypto, sdk, prompt, person }: MemberDevice, key: string): Promise<void> {
  prompt.askFor(sdk.secretStorage);
  prompt.type(key);
  const authUploadDeviceSigningKeys: UIAuthCallback<void> = (request) => request(passwordAnswer(person));
  await crypto.bootstrapCrossSigning({ setupNewCrossSigning: true, authUploadDeviceSigningKeys });
  prompt.forget();
}

/** A further key, as a member's next tool would make it: it becomes the default one, and nothing is encrypted with it. */
export async function nameAnotherKey({ sdk, crypto }: MemberDevice): Promise<void> {
  const { keyInfo = {}, privateKey } = await crypto.createRecoveryKeyFromPassphrase();
  const { keyId } = await sdk.secretStorage.addKey("m.secret_storage.v1.aes-hmac-sha2", {
    ...keyInfo,
    key: privateKey,
  });
  await sdk.secretStorage.setDefaultKeyId(keyId);
}

/** Signs in under a device ID of before, with new keys. */
export async function signInAs({ deviceId, person, server }: MemberDevice): Promise<SignedIn> {
  const { fetch, close } = fetchTrusting(server.authorityFile);
  const common = { baseUrl: server.baseUrl, fetchFn: fetch, logger: silent };
  const identifier = { type: "m.id.user", user: person.userId };
  const login = { type: "m.login.password", identifier, password: person.password, device_id: deviceId } as const;
  const { access_token: accessToken } = await createClient(common).loginRequest(login);
  const sdk = createClient({ ...common, userId: person.userId, accessToken, deviceId });
  await sdk.initRustCrypto({ useIndexedDB: false });
  await sdk.startClient({ initialSyncLimit: 1 });
  await untilTrue(`new keys of ${deviceId}`, async () => {
    const own = (await sdk.getCrypto()?.getOwnDeviceKeys())?.ed25519;
    const { device_keys: known } = await sdk.downloadKeysForUsers([person.userId]);
    return known[person.userId]?.[deviceId]?.keys[`ed25519:${deviceId}`] === own;
  });
  const stop = async () => {
    sdk.stopClient();
    await close();
  };
  return { sdk, userId: person.userId, accessToken, fetch, stop };
}

/** Signs out, as an app does. */
export async function signOut({ sdk }: MemberDevice): Promise<void> {
  await sdk.http.authedRequest(Method.Post, "/logout");
}

/** What a broken tool leaves: a backup whose public key bears no signature. */
export async function beginUnsignedBackup({ sdk }: MemberDevice): Promise<void> {
  const body = {
    algorithm: "m.megolm_backup.v1.curve25519-aes-sha2",
    auth_data: { public_key: "hPQNcabIABjnIR9mXgq5e8nv0RWjMnTQ2fOAqTdvDwY", signatures: {} },
  };
  await sdk.http.authedRequest(Method.Post, "/room_keys/version", undefined, body);
}
