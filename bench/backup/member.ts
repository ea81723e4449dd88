import { randomUUID } from "node:crypto";
import { fieldsOf } from "../../src/kinds/json.ts";
import { operatorOf } from "../../test/support/members/operator.ts";
import { makeMember } from "../../test/support/members/people.ts";
import type { StackRecord } from "../../test/support/stack/stack.ts";
import { type Client, textIn } from "../messages/client.ts";

/** A member with rooms, who is signed in: the token is part of what is backed up. */
export interface Owner {
  readonly userId: string;
  readonly token: string;
  readonly rooms: readonly string[];
}

/** Makes a member with so many encrypted rooms. */
export async function makeOwner(stack: StackRecord, client: Client, count: number): Promise<Owner> {
  const operator = await operatorOf(stack);
  const { userId, password } = await makeMember(operator, stack.serverName, "ana");
  operator.close();
  const identifier = { type: "m.id.user", user: userId };
  const login = { type: "m.login.password", identifier, password };
  const token = textIn(await client.call("POST", "/_matrix/client/v3/login", null, login), "access_token");
  const rooms: string[] = [];
  const encryption = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
  const wish = { preset: "private_chat", room_version: "12", initial_state: [encryption] };
  for (let index = 0; index < count; index++)
    rooms.push(textIn(await client.call("POST", "/_matrix/client/v3/createRoom", token, wish), "room_id"));
  return { userId, token, rooms };
}

/** Sends one message. */
export async function sayOnce(client: Client, { token, rooms: [room = ""] }: Owner): Promise<void> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${randomUUID()}`;
  await client.call("PUT", path, token, { msgtype: "m.text", body: "Here I am." });
}

/** Reads the newest hundred events of each room. Synapse computes the id of each again, so what is damaged is an error. */
export async function readRooms(client: Client, { token, rooms }: Owner): Promise<void> {
  for (const room of rooms) {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=100`;
    const { chunk } = fieldsOf(JSON.parse(await client.call("GET", path, token)));
    if (!Array.isArray(chunk) || chunk.length < 100) throw new Error(`${room} has lost events.`);
  }
}
