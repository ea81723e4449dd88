import { type Client, textIn } from "./client.ts";
import { inTurns } from "./in-turns.ts";
import type { Subject } from "./subject.ts";

/** Everyone with an account, and the rooms that all of them are in. */
export interface Team {
  readonly tokens: readonly string[];
  readonly room: string;
  readonly tenRooms: readonly string[];
}

/** Makes the accounts and rooms. Two at once: each password costs a quarter of a second of one of two cores. */
export async function gather(subject: Subject, client: Client, count: number): Promise<Team> {
  const names = Array.from({ length: count }, (_, index) => `member${index}`);
  const tokens = await inTurns(names, 2, (name) => subject.makeAccount(name));
  const [room = "", ...tenRooms] = await inTurns(Array.from({ length: 11 }), 2, () => roomOfAll(client, tokens));
  return { tokens, room, tenRooms };
}

/** The same room on every server: its version and its encryption are asked for, not left to the server's defaults. */
async function roomOfAll(client: Client, [first = "", ...others]: readonly string[]): Promise<string> {
  const encryption = { type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };
  const wish = { preset: "public_chat", room_version: "12", initial_state: [encryption] };
  const room = textIn(await client.call("POST", "/_matrix/client/v3/createRoom", first, wish), "room_id");
  await inTurns(others, 4, (token) =>
    client.call("POST", `/_matrix/client/v3/join/${encodeURIComponent(room)}`, token, {}),
  );
  return room;
}
