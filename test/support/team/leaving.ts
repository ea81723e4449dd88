import { randomBytes } from "node:crypto";
import type { Person, Server } from "../../../src/io/matrix/client.ts";
import { fetchTrusting } from "../../../src/io/matrix/trusting-fetch.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { makeMember } from "../members/people.ts";

/** Rooms of a member who leaves, one of each kind that an offboarding treats differently. */
export interface LeavingRooms {
  /** Of version 11, where they alone have power. */
  readonly eleven: string;
  /** Of version 12, whose only creator they are. */
  readonly twelve: string;
  /** Where no one else is. */
  readonly alone: string;
  /** One of the team's, which the host leads. */
  readonly team: string;
}

/** A person with an access token, who sends requests without any client. */
export interface Requester extends Person {
  post(path: string, body: object): Promise<Readonly<Record<string, unknown>>>;
  put(path: string, body: object): Promise<Readonly<Record<string, unknown>>>;
}

/** A member who has one of everything that an offboarding has a step for. */
export interface Leaving extends Person {
  readonly rooms: LeavingRooms;
  /** A registration token of theirs. */
  readonly token: string;
}

/** Signs a person in, and lets them send requests of the client-server API. */
export async function requesterOf(server: Server, person: Person): Promise<Requester> {
  const { fetch } = fetchTrusting(server.authorityFile);
  const send = async (method: string, path: string, body: object, token: string) => {
    const headers = token === "" ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(`${server.baseUrl}${path}`, { method, headers, body: JSON.stringify(body) });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return JSON.parse(await answer.text());
  };
  const identifier = { type: "m.id.user", user: person.userId };
  const login = { type: "m.login.password", identifier, password: person.password };
  const { access_token: token } = await send("POST", "/_matrix/client/v3/login", login, "");
  const ask = (method: string) => (path: string, body: object) => send(method, `/_matrix/${path}`, body, String(token));
  return { ...person, post: ask("POST"), put: ask("PUT") };
}

/** Makes the member, with rooms, a message, a file and a registration token. The alias is that of the team's room. */
export async function makeLeaving(
  server: Server,
  operator: SynapseOperator,
  { host, alias }: { readonly host: Requester; readonly alias: string },
): Promise<Leaving> {
  const leaver = await requesterOf(server, await makeMember(operator, server.serverName, "kil-ben"));
  const eleven = await roomOf(leaver, host, { room_version: "11" });
  const twelve = await roomOf(leaver, host, { room_version: "12" });
  const alone = await roomOf(leaver, null, { room_version: "11" });
  const team = await roomOf(host, leaver, { room_version: "11", room_alias_name: alias });
  await leaver.post(`client/v3/rooms/${encodeURIComponent(eleven)}/send/m.room.message`, {
    ...{ msgtype: "m.text", body: "hello" },
  });
  await leaver.post("media/v3/upload?filename=file", { a: "file" });
  const token = randomBytes(8).toString("hex");
  await operator.send("POST", "/_synapse/admin/v1/registration_tokens/new", { token });
  const { userId, password } = leaver;
  return { userId, password, rooms: { eleven, twelve, alone, team }, token };
}

async function roomOf(maker: Requester, guest: Requester | null, creation: object): Promise<string> {
  const invite = guest === null ? [] : [guest.userId];
  const { room_id: room } = await maker.post("client/v3/createRoom", { preset: "private_chat", invite, ...creation });
  if (guest !== null) await guest.post(`client/v3/rooms/${encodeURIComponent(String(room))}/join`, {});
  return String(room);
}
