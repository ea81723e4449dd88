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

/** A device before it is made. */
export interface NewDevice {
  readonly id: string;
  /** What the member's list of sessions calls it. */
  readonly name: string;
  /** What to do where the server takes no passwords. */
  readonly withoutPasswords: string;
}

/** Signs in by password as a device whose id the caller chose before, so that it is known even if this is killed (Matrix client-server API, "Login"). */
export async function signInAs(
  api: MemberApi,
  { user, password }: Credentials,
  device: NewDevice,
): Promise<MemberSession> {
  const answer = await api.ask("POST", "v3/login", {
    type: "m.login.password",
    identifier: { type: "m.id.user", user },
    password: password.reveal(),
    device_id: device.id,
    initial_device_display_name: device.name,
  });
  const { access_token: token, user_id: userId } = answer.body;
  if (answer.status !== 200 || typeof token !== "string" || typeof userId !== "string")
    throw refusalOf(answer, user, device);
  return { userId, deviceId: device.id, api: api.with(new Secret(token)) };
}

/** The session that a token belongs to (Matrix client-server API, "GET /account/whoami"). */
export async function sessionOf(api: MemberApi): Promise<MemberSession> {
  const answer = await api.ask("GET", "v3/account/whoami");
  const { user_id: userId, device_id: deviceId } = answer.body;
  if (answer.status === 401)
    throw wrong("access token", "the server does not take it", "Copy it again, or use the password instead.");
  if (answer.status !== 200 || typeof userId !== "string")
    throw new StackError(`The server did not say whose access token this is: ${saidBy(answer)}`, {
      next: "Run the same command again later, or use the password instead.",
    });
  return { userId, deviceId: String(deviceId), api };
}

/** Signs out: the server removes the device with its keys. A token that is no longer known is as good. */
export async function signOut({ api }: MemberSession, { id, name }: NewDevice): Promise<void> {
  const answer = await api.ask("POST", "v3/logout", {});
  if (answer.status === 200 || answer.status === 401) return;
  throw new StackError(`The server did not remove the device ${id}, \`${name}\`: ${saidBy(answer)}`, {
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
  return new StackError(`The device ${id} that a killed run left could not be removed: ${saidBy(answer)}`, {
    next: "Remove it in your app's list of sessions, then run the same command again.",
  });
}

/** What a server that did not sign in says of it. */
function refusalOf(answer: Answer, user: string, { withoutPasswords }: NewDevice): Error {
  if (answer.body.errcode === "M_FORBIDDEN")
    return wrong("password", `the server does not know ${user} with this password`, "Type it as in your app.");
  if (answer.status === 429)
    return new StackError("The server takes no further attempts to sign in at the moment", {
      next: `Run the same command again in ${secondsIn(answer)} s.`,
    });
  return new StackError(`The server did not sign ${user} in: ${saidBy(answer)}`, {
    next: `Where the server takes no passwords: ${withoutPasswords}`,
  });
}

function wrong(key: string, found: string, write: string): SettingsError {
  return new SettingsError([{ file: null, line: null, key, found, write }]);
}

function secondsIn({ body: { retry_after_ms: wait } }: Answer): number {
  return typeof wait === "number" ? Math.ceil(wait / 1_000) : 60;
}

/** The address that a server's name leads to, as clients find it; null where it names none (Matrix client-server API, "Well-known URI"). */
export async function discoverServer(fetch: typeof globalThis.fetch, serverName: string): Promise<string | null> {
  const answer = await fetch(`https://${serverName}/.well-known/matrix/client`).catch(() => null);
  if (answer === null || answer.status !== 200) return null;
  const document: unknown = await answer.json().catch(() => null);
  const { base_url: url } = fieldsOf(fieldsOf(document)["m.homeserver"]);
  return typeof url === "string" && URL.canParse(url) ? new URL(url).origin : null;
}
