import { setTimeout as pause } from "node:timers/promises";
import type { SignedIn } from "../../src/io/matrix/client.ts";

/** How one message fared. */
export interface Sent {
  readonly number: number;
  readonly status: number | string;
  readonly milliseconds: number;
}

/** Someone who keeps sending until told to stop. */
export interface Sender {
  /** How many messages were answered so far. */
  answered(): number;
  stop(): Promise<readonly Sent[]>;
}

/** Sends one numbered message after the other, each on time, however long the ones before are held. */
export function keepSending({ fetch, sdk, accessToken }: SignedIn, roomId: string, everyMilliseconds: number): Sender {
  const room = `${sdk.getHomeserverUrl()}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message`;
  const stopping = new AbortController();
  const finished: Sent[] = [];
  const send = async (number: number): Promise<void> => {
    const start = performance.now();
    const body = JSON.stringify({ msgtype: "m.text", body: `${number}` });
    const headers = { authorization: `Bearer ${accessToken}` };
    const status = await fetch(`${room}/message-${number}`, { method: "PUT", headers, body }).then(
      (answer) => answer.text().then(() => answer.status),
      (error: unknown) => String(error),
    );
    finished.push({ number, status, milliseconds: performance.now() - start });
  };
  const sending = sendOnTime(send, everyMilliseconds, stopping.signal);
  return {
    answered: () => finished.length,
    stop: async () => {
      stopping.abort();
      await sending;
      return finished.sort((one, other) => one.number - other.number);
    },
  };
}

/** The clock decides when the next one is sent, not the answers. */
async function sendOnTime(send: (number: number) => Promise<void>, every: number, signal: AbortSignal): Promise<void> {
  const start = performance.now();
  const running: Promise<void>[] = [];
  while (!signal.aborted) {
    running.push(send(running.length + 1));
    await pause(Math.max(0, start + running.length * every - performance.now()));
  }
  await Promise.all(running);
}

/** The numbers that the room holds, oldest first, read back page by page. */
export async function numbersIn({ fetch, sdk, accessToken }: SignedIn, roomId: string): Promise<readonly number[]> {
  const numbers: number[] = [];
  const room = `${sdk.getHomeserverUrl()}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`;
  for (let from: string | undefined = ""; from !== undefined; ) {
    const page: string = from === "" ? "" : `&from=${encodeURIComponent(from)}`;
    const headers = { authorization: `Bearer ${accessToken}` };
    const answer = await fetch(`${room}?dir=f&limit=500${page}`, { headers });
    const { chunk, end } = messagesPage(await answer.json());
    numbers.push(...chunk);
    from = end;
  }
  return numbers;
}

function messagesPage(page: unknown): { readonly chunk: readonly number[]; readonly end: string | undefined } {
  const { chunk, end } = page as { chunk: { type: string; content: { body?: string } }[]; end?: string };
  const texts = chunk.filter(({ type }) => type === "m.room.message").map(({ content }) => Number(content.body));
  return { chunk: texts, end };
}
