import type { Server } from "../../../src/io/matrix/client.ts";
import { fetchTrusting } from "../../../src/io/matrix/trusting-fetch.ts";

/** Devices of members, as far as a password and a token go (Matrix client-server API, "Client authentication"). */
export interface Devices {
  /** Signs in as a device would, with an id and a name where they are given; gives its token. */
  signIn(user: string, password: string, device?: { readonly id: string; readonly name: string }): Promise<string>;
  /** With which status a password is taken or not. The device made on the way is signed out again. */
  signInStatus(user: string, password: string): Promise<number>;
  /** With which status a token is taken or not. */
  statusOf(token: string): Promise<number>;
  /** All devices of the account that a token is of. */
  devicesOf(token: string): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

/** Devices at a server. */
export function devicesAt({ baseUrl, authorityFile }: Server): Devices {
  const { fetch, close } = fetchTrusting(authorityFile);
  const ask = (method: string, path: string, token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return fetch(`${baseUrl}/_matrix/client/v3/${path}`, { method, headers });
  };
  const requestSignIn = async (user: string, password: string, chosen: object = {}) => {
    const body = { type: "m.login.password", identifier: { type: "m.id.user", user }, password, ...chosen };
    const headers = { "content-type": "application/json" };
    const options = { method: "POST", headers, body: JSON.stringify(body) };
    const answer = await fetch(`${baseUrl}/_matrix/client/v3/login`, options);
    return { status: answer.status, token: JSON.parse(await answer.text()).access_token as string | undefined };
  };
  return {
    signIn: async (user, password, device) => {
      const chosen = device && { device_id: device.id, initial_device_display_name: device.name };
      const { status, token } = await requestSignIn(user, password, chosen);
      if (token === undefined) throw new Error(`${user} was not signed in: ${status}`);
      return token;
    },
    signInStatus: async (user, password) => {
      const { status, token } = await requestSignIn(user, password);
      if (token !== undefined) await ask("POST", "logout", token);
      return status;
    },
    statusOf: async (token) => (await ask("GET", "account/whoami", token)).status,
    devicesOf: async (token) => JSON.parse(await (await ask("GET", "devices", token)).text()).devices,
    close,
  };
}
