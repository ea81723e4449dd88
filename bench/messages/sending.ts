import { randomUUID } from "node:crypto";
import type { Client } from "./client.ts";

/** What came of a while of sending: one latency for each message that was accepted. */
export interface Sending {
  readonly seconds: number;
  readonly milliseconds: readonly number[];
}

/** Sends one plain text message and waits until the server has accepted it. */
export async function send(client: Client, token: string, room: string, text: string): Promise<void> {
  const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${randomUUID()}`;
  await client.call("PUT", path, token, { msgtype: "m.text", body: text });
}

/** Each sender sends its next message when the last one is accepted (a closed loop); the rooms are taken by turns. */
export async function sendFor(
  seconds: number,
  client: Client,
  senders: readonly string[],
  rooms: readonly string[],
): Promise<Sending> {
  const begin = performance.now();
  const milliseconds: number[] = [];
  let sent = 0;
  const loop = async (token: string) => {
    while (performance.now() - begin < seconds * 1_000) {
      const room = rooms[sent++ % rooms.length] ?? "";
      const start = performance.now();
      await send(client, token, room, `message ${sent} of a day like any other, about as long as people write`);
      milliseconds.push(performance.now() - start);
    }
  };
  await Promise.all(senders.map(loop));
  return { seconds: (performance.now() - begin) / 1_000, milliseconds };
}
