import { Preset } from "matrix-js-sdk";
import { until, untilTrue } from "../../../src/io/machine/until.ts";
import { type SignedIn, signIn } from "../../../src/io/matrix/client.ts";
import { allWell } from "../crash.ts";
import { isSoak } from "../sample.ts";
import type { StackRecord } from "../stack/stack.ts";
import { operatorOf } from "./operator.ts";
import { liftRateLimit, makeMember } from "./people.ts";
import { keepSending, messagesOf, numbersIn, type Sender, type Sent } from "./sender.ts";

/** A client whose rate limit is lifted, and a room of its own to send to. */
export interface Conversation {
  readonly client: SignedIn;
  readonly roomId: string;
}

/** How long a sender asks again: longer than anything here takes to come back on a slow machine. */
const retrySeconds = 180;

/** Signs a new person in by password through the proxy. From there on the client only sends and reads pages, in a room of its own. */
export async function beginConversation(stack: StackRecord, name: string): Promise<Conversation> {
  const operator = await operatorOf(stack);
  const person = await makeMember(operator, stack.serverName, name);
  await liftRateLimit(operator, person.userId);
  operator.close();
  const client = await signIn(stack, person);
  client.sdk.stopClient(); // taking part as well would need the processor of the server
  return { client, roomId: await newRoom(client) };
}

/** A room of the client's own. After a database came back, each of Synapse's connections to it answers once with an error: so it asks again. */
async function newRoom(client: SignedIn): Promise<string> {
  const make = () => client.sdk.createRoom({ preset: Preset.PrivateChat });
  return await until("room", () =>
    make().then(
      ({ room_id }) => room_id,
      () => null,
    ),
  );
}

/** Each message is work for Synapse and its database, which other lanes' servers need too. */
const everyMilliseconds = isSoak ? 100 : 200;

/** A sender that asks again what failed, numbered on from those that the room holds. */
export async function sendStubbornly({ client, roomId }: Conversation): Promise<Sender> {
  const first = 1 + Math.max(0, ...(await numbersIn(client, roomId)));
  return keepSending(client, roomId, { everyMilliseconds, retrySeconds, first });
}

/** Waits until further messages are answered. */
export async function goesOn(sender: Sender, count = 10): Promise<void> {
  const enough = sender.answered() + count;
  await untilTrue(`${count} further answers to the sender`, () => sender.answered() >= enough, { seconds: 120 });
}

/**
 * Lets someone keep sending while `strike` does its worst, waits until all is well with no one's help and messages
 * go through again, and gives the account.
 */
export async function sendThrough(
  stack: StackRecord,
  conversation: Conversation,
  { what, strike }: { readonly what: string; readonly strike: (sender: Sender) => Promise<unknown> },
): Promise<Account> {
  const sender = await sendStubbornly(conversation);
  await goesOn(sender);
  await strike(sender);
  await allWell(stack);
  await goesOn(sender);
  const account = await accountFor(conversation, await sender.stop());
  tell(what, account);
  return account;
}

/** What became of the messages of a sender. */
export interface Account {
  readonly sent: number;
  /** Answers and broken connections that were no acknowledgement. */
  readonly errors: number;
  readonly longestSeconds: number;
  /** Numbers that the server never took, however often it was asked. */
  readonly unanswered: readonly number[];
  /** Numbers of acknowledged messages that the room does not hold under the event that was answered. */
  readonly lost: readonly number[];
  /** Numbers that the room holds more than once. */
  readonly doubled: readonly number[];
}

/** An account in which nothing is missing and nothing stands twice. */
export const kept = { unanswered: [], lost: [], doubled: [] } as const;

/** Holds what was acknowledged against what the room holds. */
export async function accountFor({ client, roomId }: Conversation, sent: readonly Sent[]): Promise<Account> {
  const held = await messagesOf(client, roomId);
  const events = new Map(held.map(({ eventId, number }) => [eventId, number]));
  const numbers = held.map(({ number }) => number);
  const failed = sent.filter(({ status }) => status !== 200);
  const acknowledged = sent.filter(({ status }) => status === 200);
  return {
    sent: sent.length,
    errors: sent.reduce((sum, { failures }) => sum + failures.length, failed.length),
    longestSeconds: Math.round(Math.max(0, ...sent.map(({ milliseconds }) => milliseconds)) / 100) / 10,
    unanswered: failed.map(({ number }) => number),
    lost: acknowledged
      .filter(({ eventId, number }) => events.get(eventId ?? "") !== number)
      .map(({ number }) => number),
    doubled: numbers.filter((number, index) => numbers.indexOf(number) !== index),
  };
}

/** An account as one line for the run's output. */
export function tell(what: string, { sent, errors, longestSeconds, lost, doubled }: Account): void {
  console.log(
    `${what}: ${sent} messages, ${errors} attempts failed and were made again, the longest took ${longestSeconds} s, ` +
      `${lost.length} lost, ${doubled.length} twice.`,
  );
}
