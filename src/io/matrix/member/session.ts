import { SettingsError, StackError } from "../../../errors.ts";
import { fieldsOf } from "../../../kinds/json.ts";
import { Secret } from "../../../kinds/secret.ts";
import { type Answer, type MemberApi, saidBy } from "./api.ts";

/** Who signs in. */
export interface Credentials {
  readonly user: string;
  readonly password: Secret;
}

/** Whose device it is, and what it may ask for. */
export interface MemberSession {
  readonly userId: string;
  readonly deviceId: string;
  readonly api: MemberApi;
}

/** Signs in by password as a device whose id the caller chose before, so that it is known even if this is killed (Matrix client-server API, "Login"). */
export async function signInAs(
  api: MemberApi,
  { user, password }: Credentials,
  device: { readonly id: string; readonly name: string },
): Promise<MemberSession> {
  const answer = await api.ask("POST", "v3/login", {
    type: "m.login.password",
    identifier: { type: "m.id.user", user },
    password: password.reveal(),
    device_id: device.id,
    initial_device_display_name: device.name,
  });
  const { access_token: token, user_id: userId } = answer.body;
  if (answer.status !== 200 || typeof token !== "string" || typeof userId !== "string") throw refusalOf(answer, user);
  return { userId, deviceId: device.id, api: api.with(new Secret(token)) };
}

/** Signs out: the server removes the device with its keys. A token that is no longer known is as good. */
export async function signOut({ api, deviceId }: MemberSession): Promise<void> {
  const answer = await api.ask("POST", "v3/logout", {});
  if (answer.status === 200 || answer.status === 401) return;
  throw new StackError(`The server did not remove the device ${deviceId} of this export: ${saidBy(answer)}`, {
    next: "Run the same command again: it removes it first. Or remove it in your app's list of sessions.",
  });
}

/** Removes devices that killed runs left; only with the password does a server do this (Matrix client-server API, "User-interactive authentication"). */
export async function removeDevices(
  { api, userId }: MemberSession,
  { password }: Credentials,
  deviceIds: readonly string[],
): Promise<void> {
  for (const id of deviceIds) {
    const path = `v3/devices/${encodeURIComponent(id)}`;
    const first = await api.ask("DELETE", path, {});
    if (first.status !== 401) continue; // 200: there is none of that name
    const { session } = first.body;
    const identifier = { type: "m.id.user", user: userId };
    const auth = { type: "m.login.password", identifier, password: password.reveal(), session };
    const answer = await api.ask("DELETE", path, { auth });
    if (answer.status !== 200) throw leftDevice(id, answer);
  }
}

function leftDevice(id: string, answer: Answer): StackError {
  return new StackError(`The device ${id} of a killed export could not be removed: ${saidBy(answer)}`, {
    next: "Remove it in your app's list of sessions, then run the same command again.",
  });
}

/** What a server that did not sign in says of it. */
function refusalOf(answer: Answer, user: string): Error {
  if (answer.body.errcode === "M_FORBIDDEN")
    return new SettingsError([
      {
        file: null,
        line: null,
        key: "password",
        found: `the server does not know ${user} with this password`,
        write: "Type it as in your app.",
      },
    ]);
  if (answer.status === 429)
    return new StackError("The server takes no further attempts to sign in at the moment", {
      next: `Run the same command again in ${secondsIn(answer)} s.`,
    });
  return new StackError(`The server did not sign ${user} in: ${saidBy(answer)}`, {
    next: "The export signs in with a password. Ask an administrator where the server takes none.",
  });
}

function secondsIn({ body: { retry_after_ms: wait } }: Answer): number {
  return typeof wait === "number" ? Math.ceil(wait / 1_000) : 60;
}

/** The content of one type of the member's own account data; null where there is none. */
export async function accountData({ api, userId }: MemberSession, type: string): Promise<unknown> {
  const path = `v3/user/${encodeURIComponent(userId)}/account_data/${encodeURIComponent(type)}`;
  const answer = await api.ask("GET", path);
  if (answer.status === 200) return answer.body;
  if (answer.status === 404) return null;
  throw new StackError(`The server did not give the account data ${type}: ${saidBy(answer)}`);
}

/** The address that a server's name leads to, as clients find it; null where it names none (Matrix client-server API, "Well-known URI"). */
export async function discoverServer(fetch: typeof globalThis.fetch, serverName: string): Promise<string | null> {
  const answer = await fetch(`https://${serverName}/.well-known/matrix/client`).catch(() => null);
  if (answer === null || answer.status !== 200) return null;
  const document: unknown = await answer.json().catch(() => null);
  const { base_url: url } = fieldsOf(fieldsOf(document)["m.homeserver"]);
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : null;
}
