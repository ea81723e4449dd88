import { SettingsError, StackError } from "../../errors.ts";
import { fieldsOf, parseJson } from "../../kinds/json.ts";
import type { Secret } from "../../kinds/secret.ts";
import { fetchTrusting, fetchTrustingThePublic } from "./trusting-fetch.ts";

/** How a member is known to a server: by password, which makes a session for a moment; or by the token of a session that there is. */
export type Credentials =
  | { readonly kind: "password"; readonly user: string; readonly password: Secret }
  | { readonly kind: "token"; readonly token: Secret };

/** A server as a member's machine reaches it. */
export interface MemberServer {
  /** Its address, such as `https://chat.acme.example`. */
  readonly url: string;
  /** An authority of its own, as a PEM file; null is a public one. */
  readonly authorityFile: string | null;
}

/** A member's own account data. */
export interface OwnAccountData {
  readonly userId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One device for all runs: what a killed run left is signed out by the next one. */
const device = { device_id: "CHATKEEPCHECKKEY", initial_device_display_name: "chatkeep recovery check-key" };

const patienceMilliseconds = 30_000;

/** Reads the account data of these types (`*` at the end of one stands for anything), and leaves no session behind; throws what says why not. */
export async function readOwnAccountData(
  { url, authorityFile }: MemberServer,
  credentials: Credentials,
  types: readonly string[],
): Promise<OwnAccountData> {
  const { fetch, close } = authorityFile === null ? fetchTrustingThePublic() : fetchTrusting(authorityFile);
  const ask: Ask = (request) => askOver(fetch, url, request);
  try {
    if (credentials.kind === "token") return await read(ask, credentials.token.reveal(), types);
    const token = await signIn(ask, credentials);
    try {
      return await read(ask, token, types);
    } finally {
      await signOut(ask, token);
    }
  } finally {
    await close();
  }
}

interface Question {
  readonly method: "GET" | "POST";
  /** What follows `/_matrix/client/v3/`. */
  readonly path: string;
  readonly token: string | null;
  readonly body?: object;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

type Ask = (question: Question) => Promise<Answer>;

/** No redirect is followed: a password goes to the server that was named, and to no other. */
async function askOver(fetch: typeof globalThis.fetch, url: string, question: Question): Promise<Answer> {
  const { method, path, token, body } = question;
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const signal = AbortSignal.timeout(patienceMilliseconds);
  try {
    const options = { method, headers, ...content, redirect: "error", signal } as const;
    const answer = await fetch(`${url}/_matrix/client/v3/${path}`, options);
    return { status: answer.status, body: fieldsOf(parseJson(await answer.text())) };
  } catch (cause) {
    throw new StackError(`${url} cannot be reached: ${reasonOf(cause)}`, { cause, next: nextAfter(reasonOf(cause)) });
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

function nextAfter(reason: string): string {
  if (/certificate|self.signed|issuer/i.test(reason))
    return "Does the server have an authority of its own? Then name its file:  --authority FILE";
  return "Is this the address that your app signs in at? Ask an administrator, or use a check value:  --check-value FILE";
}

async function signIn(ask: Ask, { user, password }: Credentials & { readonly kind: "password" }): Promise<string> {
  const identifier = { type: "m.id.user", user };
  const body = { type: "m.login.password", identifier, password: password.reveal(), ...device };
  const answer = await ask({ method: "POST", path: "login", token: null, body });
  const { access_token: token } = answer.body;
  if (answer.status === 200 && typeof token === "string") return token;
  throw refusalOf(answer, user);
}

/** What a server that did not sign in says of it (Matrix client-server API, "Login"). */
function refusalOf({ status, body: { errcode, error, retry_after_ms: wait } }: Answer, user: string): Error {
  const said = `${status} ${String(errcode ?? "")} ${String(error ?? "")}`.trim();
  if (errcode === "M_FORBIDDEN")
    return wrong("password", `the server does not know ${user} with this password`, "Type it as in your app.");
  if (status === 429) {
    const seconds = Math.ceil(typeof wait === "number" ? wait / 1_000 : 60);
    return new StackError("The server takes no further attempts to sign in at the moment", {
      next: `Run the same command again in ${seconds} s.`,
    });
  }
  return new StackError(`The server did not sign ${user} in: ${said}`, {
    next: "Where it takes no passwords, use the token of a session:  --access-token  Or ask an administrator for a check value:  --check-value FILE",
  });
}

function wrong(key: string, found: string, write: string): SettingsError {
  return new SettingsError([{ file: null, line: null, key, found, write }]);
}

/** One answer has all of it: no rooms, no presence (Matrix client-server API, "Filtering"). */
async function read(ask: Ask, token: string, types: readonly string[]): Promise<OwnAccountData> {
  const who = await ask({ method: "GET", path: "account/whoami", token });
  if (who.status === 401)
    throw wrong("access token", "the server does not take it", "Copy it again, or use the password instead.");
  const nothing = { types: [] };
  const filter = { account_data: { types }, presence: nothing, room: { rooms: [] } };
  const query = new URLSearchParams({ filter: JSON.stringify(filter), timeout: "0", set_presence: "offline" });
  const { status, body } = await ask({ method: "GET", path: `sync?${query}`, token });
  const { user_id: userId } = who.body;
  if (status !== 200 || typeof userId !== "string")
    throw new StackError(`The server did not give the account's data: ${status} ${String(body.error ?? "")}`, {
      next: "Try again later, or ask an administrator for a check value:  --check-value FILE",
    });
  return { userId, data: byType(fieldsOf(body.account_data).events) };
}

function byType(events: unknown): Readonly<Record<string, unknown>> {
  const list: readonly unknown[] = Array.isArray(events) ? events : [];
  return Object.fromEntries(list.map((event) => [String(fieldsOf(event).type), fieldsOf(event).content]));
}

async function signOut(ask: Ask, token: string): Promise<void> {
  const { status } = await ask({ method: "POST", path: "logout", token, body: {} });
  if (status !== 200)
    throw new StackError(`The server did not sign this check out again: ${status}`, {
      next: `Remove the session \`${device.initial_device_display_name}\` in your app's list of sessions.`,
    });
}
