import { createClient, type MatrixClient, type MatrixEvent, Preset, type Room, SyncState } from "matrix-js-sdk";
import type { CryptoCallbacks, DeviceIsolationMode } from "matrix-js-sdk/lib/crypto-api/index.js";
import { until, untilTrue } from "../machine/until.ts";
import { silenceGlobalLogger, silent } from "./quiet-sdk.ts";
import { fetchTrusting, type TrustingFetch } from "./trusting-fetch.ts";

/** Where a server is, and the one authority its clients trust. */
export interface Server {
  readonly baseUrl: string;
  readonly serverName: string;
  readonly authorityFile: string;
}

/** A person with an account. */
export interface Person {
  readonly userId: string;
  readonly password: string;
}

/** A signed-in client that synchronises and encrypts. */
export interface SignedIn {
  readonly sdk: MatrixClient;
  readonly userId: string;
  readonly accessToken: string;
  /** Trusts the server's authority alone. */
  readonly fetch: typeof globalThis.fetch;
  stop(): Promise<void>;
}

/** What a client may be told beside who signs in. */
export interface ClientOptions {
  /** What opens the member's secret storage; without it that stays shut. */
  readonly cryptoCallbacks?: CryptoCallbacks;
  /** Which devices it counts as insecure, from its first synchronisation on; without one it has the library's own default. */
  readonly isolation?: DeviceIsolationMode;
  /** How many events of each room it fetches at its first synchronisation. */
  readonly eventsAtStart?: number;
}

/** Signs a person in as any client would: by password, over TLS, with new device keys in memory. Others can write to the device. */
export function signIn(
  { baseUrl, authorityFile }: Server,
  person: Person,
  options: ClientOptions = {},
): Promise<SignedIn> {
  return signInOver(fetchTrusting(authorityFile), baseUrl, person, options);
}

/** The same over connections of the caller's own. */
export async function signInOver(
  { fetch, close }: TrustingFetch,
  baseUrl: string,
  { userId, password }: Person,
  { cryptoCallbacks = {}, isolation, eventsAtStart = 20 }: ClientOptions = {},
): Promise<SignedIn> {
  silenceGlobalLogger();
  const common = { baseUrl, fetchFn: fetch, logger: silent };
  const identifier = { type: "m.id.user", user: userId };
  const login = await createClient(common).loginRequest({ type: "m.login.password", identifier, password });
  const { access_token: accessToken, device_id: deviceId } = login;
  const sdk = createClient({ ...common, userId, accessToken, deviceId, cryptoCallbacks });
  await sdk.initRustCrypto({ useIndexedDB: false });
  if (isolation !== undefined) sdk.getCrypto()?.setDeviceIsolationMode(isolation);
  await sdk.startClient({ initialSyncLimit: eventsAtStart });
  await untilTrue(`first synchronisation of ${userId}`, () => sdk.getSyncState() === SyncState.Syncing);
  await untilTrue(`one-time keys of ${userId} on ${deviceId}`, () => hasOneTimeKeys(sdk));
  const stop = async () => {
    sdk.stopClient();
    await close();
  };
  return { sdk, userId, accessToken, fetch, stop };
}

/**
 * Synapse stores a device's keys before its one-time keys (synapse/handlers/e2e_keys.py, upload_keys_for_user): who sees the device in
 * between finds none to send it room keys with, and tries again a while later, with other messages.
 */
async function hasOneTimeKeys(sdk: MatrixClient): Promise<boolean> {
  const { one_time_key_counts: counts } = await sdk.uploadKeysRequest({});
  return (counts.signed_curve25519 ?? 0) > 0;
}

/** Makes a private room of two, and gives its id once both know that it is encrypted. */
export async function startPrivateRoom(host: SignedIn, guest: SignedIn): Promise<string> {
  const { room_id: room } = await host.sdk.createRoom({ preset: Preset.PrivateChat, invite: [guest.userId] });
  await guest.sdk.joinRoom(room);
  await Promise.all([host, guest].map((client) => encryptedRoom(client, room, [host.userId, guest.userId])));
  return room;
}

/** The room as this client sees it, once it knows that everyone named is in it and that it is encrypted. */
export async function encryptedRoom(client: SignedIn, roomId: string, members: readonly string[]): Promise<Room> {
  return await until(`encrypted room with ${members.join(" and ")} at ${client.userId}`, () => {
    const room = client.sdk.getRoom(roomId);
    const complete = members.every((member) => room?.getMember(member)?.membership === "join");
    return room !== null && complete && room.hasEncryptionStateEvent() ? room : null;
  });
}

/** The text of a message as this client shows it, once it could decrypt it. */
export async function messageIn(client: SignedIn, roomId: string, eventId: string): Promise<string> {
  return await until(`readable message ${eventId} at ${client.userId}`, () => {
    const event = client.sdk.getRoom(roomId)?.findEventById(eventId);
    return event !== undefined && isReadable(event) ? String(event.getContent().body) : null;
  });
}

/** Whether a client shows a message: one that it cannot decrypt is a message too, whose text says so. */
export function isReadable(event: MatrixEvent): boolean {
  return event.getType() === "m.room.message" && !event.isDecryptionFailure();
}
