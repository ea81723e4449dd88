import { randomBytes } from "node:crypto";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import type { Json, JsonObject } from "../../../src/kinds/json.ts";

/** What a plain client is answered: one that never waits and asks again. */
export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
}

/** Someone with an account, and a client that asks once and tells what it was answered. */
export interface Newcomer {
  readonly userId: string;
  readonly accessToken: string;
  ask(method: string, path: string, body?: Json): Promise<Answer>;
}

/** The server as it is reached from one address. */
export interface Office {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
}

/** Asks the client-server API; `path` is what follows `/_matrix/client/`. */
export async function askPlainly(office: Office, method: string, path: string, body?: Json, token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const options = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const answer = await office.fetch(`${office.baseUrl}/_matrix/client/${path}`, options);
  return { status: answer.status, body: JSON.parse(await answer.text()) } satisfies Answer;
}

/** A token that lets anyone register who has it (Synapse admin API, "Registration tokens"). */
export async function makeRegistrationToken(operator: SynapseOperator): Promise<string> {
  const { status, body } = await operator.send("POST", "/_synapse/admin/v1/registration_tokens/new", {});
  if (status !== 200) throw new Error(`No registration token was made: ${status}`);
  return String((body as { readonly token: string }).token);
}

/** Registers as a client does: it is told of the stages, and goes through both (client-server API, "Token-authenticated registration"). */
export async function register(office: Office, name: string, token: string): Promise<Newcomer> {
  const account = { username: name, password: randomBytes(12).toString("base64url") };
  const first = await askPlainly(office, "POST", "v3/register", account);
  const session = first.body.session ?? null;
  const shown = { ...account, auth: { type: "m.login.registration_token", token, session } };
  await askPlainly(office, "POST", "v3/register", shown);
  const last = { ...account, auth: { type: "m.login.dummy", session } };
  const { status, body } = await askPlainly(office, "POST", "v3/register", last);
  if (status !== 200) throw new Error(`${name} was not registered: ${status} ${JSON.stringify(body)}`);
  const accessToken = String(body.access_token);
  return {
    userId: String(body.user_id),
    accessToken,
    ask: (method, path, content) => askPlainly(office, method, path, content, accessToken),
  };
}
