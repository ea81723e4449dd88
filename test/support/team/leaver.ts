import { createClient, SyncState } from "matrix-js-sdk";
import { untilTrue } from "../../../src/io/machine/until.ts";
import type { Person, Server } from "../../../src/io/matrix/client.ts";
import { silent } from "../../../src/io/matrix/quiet-sdk.ts";
import { fetchTrusting } from "../../../src/io/matrix/trusting-fetch.ts";
import type { MemberDevice } from "../members/recovering/device.ts";
import { keyPrompt } from "../members/recovering/key-prompt.ts";

/** A device that signed in with a refresh token, and whose network can be taken away. */
export interface KeptDevice extends MemberDevice {
  readonly refreshToken: string;
  /** No request leaves it from then on, and none on its way is answered. */
  goOffline(): void;
  goOnline(): void;
  /** With which status the server takes its refresh token (client-server API, "POST /refresh"). */
  refreshStatus(): Promise<number>;
}

/** Signs in as clients do that ask for a refresh token. */
export async function keptDevice(server: Server, person: Person): Promise<KeptDevice> {
  const { fetch: trusting, close } = fetchTrusting(server.authorityFile);
  let network = new AbortController();
  const fetch: typeof globalThis.fetch = (input, init) => {
    const signals = [network.signal, ...(init?.signal ? [init.signal] : [])];
    return trusting(input, { ...init, signal: AbortSignal.any(signals) });
  };
  const post = (path: string, body: object) =>
    fetch(`${server.baseUrl}/_matrix/client/v3/${path}`, { method: "POST", body: JSON.stringify(body) });
  const identifier = { type: "m.id.user", user: person.userId };
  const login = { type: "m.login.password", identifier, password: person.password, refresh_token: true };
  const { access_token, refresh_token, device_id } = JSON.parse(await (await post("login", login)).text());
  const [accessToken, refreshToken, deviceId] = [String(access_token), String(refresh_token), String(device_id)];
  const common = { baseUrl: server.baseUrl, fetchFn: fetch, logger: silent };
  const sdk = createClient({ ...common, userId: person.userId, accessToken, deviceId });
  await sdk.initRustCrypto({ useIndexedDB: false });
  await sdk.startClient({ initialSyncLimit: 100 });
  await untilTrue(`first synchronisation of ${person.userId}`, () => sdk.getSyncState() === SyncState.Syncing);
  const crypto = sdk.getCrypto();
  if (crypto === undefined) throw new Error("a client without encryption");
  return {
    ...{ sdk, crypto, userId: person.userId, accessToken, refreshToken, fetch, person, server, deviceId },
    ...{ isolation: "off", prompt: keyPrompt() },
    goOffline: () => network.abort(),
    goOnline: () => {
      network = new AbortController();
    },
    refreshStatus: async () => (await post("refresh", { refresh_token: refreshToken })).status,
    stop: async () => {
      sdk.stopClient();
      await close();
    },
  };
}
