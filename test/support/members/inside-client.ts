import type { Person } from "../../../src/io/matrix/client.ts";
import { type SynapseOperator, synapseOperator } from "../../../src/io/synapse/operator.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { engineOf, type Place } from "../stack/engine.ts";

/** Someone signed in to a server whose ports this machine does not reach: spoken to inside its container. */
export interface InsideClient {
  readonly accessToken: string;
}

/** Signs a person in. */
export async function signInInside(place: Place, { userId, password }: Person): Promise<InsideClient> {
  const identifier = { type: "m.id.user", user: userId };
  const body = { type: "m.login.password", identifier, password };
  return { accessToken: await textOf(ask(place, null, "POST", "/_matrix/client/v3/login", body), "access_token") };
}

/** Makes a room with one message in it. */
export async function leaveMessage(place: Place, client: InsideClient, text: string): Promise<Message> {
  const roomId = await textOf(ask(place, client, "POST", "/_matrix/client/v3/createRoom", {}), "room_id");
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message/once`;
  const eventId = await textOf(ask(place, client, "PUT", path, { msgtype: "m.text", body: text }), "event_id");
  return { roomId, eventId };
}

/** Where a message is. */
export interface Message {
  readonly roomId: string;
  readonly eventId: string;
}

/** The text of a message, with the access token of then. */
export async function readMessage(place: Place, client: InsideClient, { roomId, eventId }: Message): Promise<string> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/event/${encodeURIComponent(eventId)}`;
  return JSON.stringify(await ask(place, client, "GET", path));
}

type Method = Parameters<SynapseOperator["send"]>[0];
type Body = Parameters<SynapseOperator["send"]>[2];

async function ask(place: Place, client: InsideClient | null, method: Method, path: string, body?: Body) {
  const token = client === null ? null : new Secret(client.accessToken);
  const synapse = synapseOperator(engineOf(place), nameOf(place.name, "synapse"), token);
  try {
    const answer = await synapse.send(method, path, body);
    if (answer.status === 200) return answer.body;
    throw new Error(`${method} ${path} was answered with ${answer.status}: ${JSON.stringify(answer.body)}`);
  } finally {
    synapse.close();
  }
}

async function textOf(answer: Promise<unknown>, field: string): Promise<string> {
  const value = Object(await answer)[field];
  if (typeof value === "string") return value;
  throw new Error(`The answer has no ${field}.`);
}
