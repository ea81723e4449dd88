import { setTimeout as pause } from "node:timers/promises";
import { until } from "../../../src/io/machine/until.ts";
import type { SignedIn } from "../../../src/io/matrix/client.ts";

/** How one message fared. */
export interface Sent {
  readonly number: number;
  /** The last answer's status, or why there was none. */
  readonly status: number | string;
  /** The event the server answered with; null when it never took the message. */
  readonly eventId: string | null;
  /** What the attempts before came to; without retries there are none. */
  readonly failures: readonly (number | string)[];
  readonly milliseconds: number;
}

/** Someone who keeps sending until told to stop. */
export interface Sender {
  /** How many messages were settled so far: answered, or given up. */
  answered(): number;
  /** How many attempts failed so far. */
  failed(): number;
  stop(): Promise<readonly Sent[]>;
}

/** As much of a client as sending needs. */
export type SendingClient = Pick<SignedIn, "fetch" | "sdk" | "accessToken">;

/** How someone sends: how often, how long what failed is asked again, and which number the first message bears. */
export interface Pace {
  readonly everyMilliseconds: number;
  readonly retrySeconds?: number;
  readonly first?: number;
}

/**
 * Sends one numbered message after the other, each on time, however long the ones before are held. What failed it asks again, with
 * the same transaction id: as real clients do.
 */
export function keepSending(
  { fetch, sdk, accessToken }: SendingClient,
  roomId: string,
  { everyMilliseconds, retrySeconds = 0, first = 1 }: Pace,
): Sender {
  const room = `${sdk.getHomeserverUrl()}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.message`;
  const stopping = new AbortController();
  const finished: Sent[] = [];
  let failed = 0;
  const ask = async (number: number): Promise<Pick<Sent, "status" | "eventId">> => {
    const body = JSON.stringify({ msgtype: "m.text", body: `${number}` });
    const headers = { authorization: `Bearer ${accessToken}` };
    try {
      const answer = await fetch(`${room}/message-${number}`, { method: "PUT", headers, body });
      const text = await answer.text();
      return { status: answer.status, eventId: answer.status === 200 ? JSON.parse(text).event_id : null };
    } catch (error) {
      return { status: error instanceof Error ? String(error.cause ?? error) : String(error), eventId: null };
    }
  };
  const send = async (number: number): Promise<void> => {
    const start = performance.now();
    const failures: (number | string)[] = [];
    for (;;) {
      const answer = await ask(number);
      const milliseconds = performance.now() - start;
      if (answer.status !== 200) failed += 1;
      if (answer.status === 200 || milliseconds > retrySeconds * 1_000)
        return void finished.push({ number, ...answer, failures, milliseconds });
      failures.push(answer.status);
      await pause(everyMilliseconds * 5);
    }
  };
  const sending = sendOnTime((index) => send(first + index), everyMilliseconds, stopping.signal);
  return {
    answered: () => finished.length,
    failed: () => failed,
    stop: async () => {
      stopping.abort();
      await sending;
      return finished.sort((one, other) => one.number - other.number);
    },
  };
}

/** The clock decides when the next one is sent, not the answers. */
async function sendOnTime(send: (index: number) => Promise<void>, every: number, signal: AbortSignal): Promise<void> {
  const start = performance.now();
  const running: Promise<void>[] = [];
  while (!signal.aborted) {
    running.push(send(running.length));
    await pause(Math.max(0, start + running.length * every - performance.now()));
  }
  await Promise.all(running);
}

/** A message as the room holds it. */
export interface Held {
  readonly number: number;
  readonly eventId: string;
}

/** The messages that the room holds, oldest first, read back page by page. */
export async function messagesOf({ fetch, sdk, accessToken }: SendingClient, roomId: string): Promise<readonly Held[]> {
  const held: Held[] = [];
  const room = `${sdk.getHomeserverUrl()}/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/messages`;
  for (let from: string | undefined = ""; from !== undefined; ) {
    const page: string = from === "" ? "" : `&from=${encodeURIComponent(from)}`;
    const headers = { authorization: `Bearer ${accessToken}` };
    // After a database came back, each of Synapse's connections to it answers once with an error: readers ask again.
    const answer = await until("page of messages", async () => {
      const asked = await fetch(`${room}?dir=f&limit=500${page}`, { headers });
      const content: unknown = await asked.json();
      return asked.status === 200 ? content : null;
    });
    const { chunk, end } = messagesPage(answer);
    held.push(...chunk);
    from = end;
  }
  return held;
}

/** The numbers that the room holds, oldest first. */
export async function numbersIn(client: SendingClient, roomId: string): Promise<readonly number[]> {
  return (await messagesOf(client, roomId)).map(({ number }) => number);
}

function messagesPage(page: unknown): { readonly chunk: readonly Held[]; readonly end: string | undefined } {
  const { chunk, end } = page as {
    chunk: { type: string; event_id: string; content: { body?: string } }[];
    end?: string;
  };
  const texts = chunk.filter(({ type }) => type === "m.room.message");
  return { chunk: texts.map(({ event_id: eventId, content }) => ({ number: Number(content.body), eventId })), end };
}
