import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { untilTrue } from "../../src/io/machine/until.ts";
import { type Client, textIn } from "./client.ts";
import { inTurns } from "./in-turns.ts";
import type { Team } from "./members.ts";
import { send } from "./sending.ts";

/** How long each reader waited for each message, and how long the sender waited to have it accepted. */
export interface Delivery {
  readonly delivered: readonly number[];
  readonly accepted: readonly number[];
}

/** Where each member's client has read to, from round to round. */
export type Positions = Map<string, string>;

/** One message a second into a room in which everyone is online; from the start of its PUT to the end of the answer that brings it. */
export async function deliver(count: number, client: Client, team: Team, positions: Positions): Promise<Delivery> {
  await inTurns(team.tokens, 4, (token) => synchronise(client, token, positions, 0));
  const round = randomUUID();
  const starts: number[] = [];
  const delivered: number[] = [];
  const arrive = (answer: string, at: number) => {
    for (const number of numbersIn(answer, team.room, round)) delivered.push(at - (starts[number] ?? Number.NaN));
  };
  const done = new AbortController();
  const readers = Promise.all(team.tokens.map((token) => read(client, token, positions, arrive, done.signal)));
  const accepted = await sendEachSecond(count, starts, (number) =>
    send(client, team.tokens[0] ?? "", team.room, `${round} ${number}`),
  );
  await untilTrue("delivery of all messages", () => delivered.length >= count * team.tokens.length);
  done.abort();
  await send(client, team.tokens[0] ?? "", team.room, "the readers wake up once more, and end");
  await readers;
  return { delivered, accepted };
}

/** The clock decides when the next one is sent, not the answers. */
async function sendEachSecond(count: number, starts: number[], sendOne: (number: number) => Promise<void>) {
  const begin = performance.now();
  const running: Promise<number>[] = [];
  for (let number = 0; number < count; number++) {
    await pause(Math.max(0, begin + (number + 1) * 1_000 - performance.now()));
    const start = performance.now();
    starts.push(start);
    running.push(sendOne(number).then(() => performance.now() - start));
  }
  return await Promise.all(running);
}

async function read(
  client: Client,
  token: string,
  positions: Positions,
  arrive: (answer: string, at: number) => void,
  done: AbortSignal,
): Promise<void> {
  while (!done.aborted) arrive(await synchronise(client, token, positions, 30_000), performance.now());
}

const filter = JSON.stringify({ room: { timeline: { limit: 20 }, state: { lazy_load_members: true } } });

/** One request of an app that waits for news (client-server API, GET /sync). */
async function synchronise(client: Client, token: string, positions: Positions, timeout: number): Promise<string> {
  const since = positions.get(token);
  const query = new URLSearchParams({ filter, timeout: `${timeout}`, ...(since === undefined ? {} : { since }) });
  const answer = await client.call("GET", `/_matrix/client/v3/sync?${query}`, token);
  positions.set(token, textIn(answer, "next_batch"));
  return answer;
}

interface Synchronised {
  readonly rooms?: {
    readonly join?: Readonly<
      Record<string, { readonly timeline?: { readonly events: readonly { readonly content: { body?: string } }[] } }>
    >;
  };
}

function numbersIn(answer: string, room: string, round: string): readonly number[] {
  const { rooms }: Synchronised = JSON.parse(answer);
  const events = rooms?.join?.[room]?.timeline?.events ?? [];
  const texts = events.map(({ content }) => content.body ?? "").filter((text) => text.startsWith(round));
  return texts.map((text) => Number(text.slice(round.length)));
}
