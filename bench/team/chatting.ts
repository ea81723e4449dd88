import { readFile } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import type { SynapseOperator } from "../../src/io/synapse/operator.ts";
import { makeMember } from "../../test/support/members/people.ts";
import type { StackRecord } from "../../test/support/stack/stack.ts";
import { type Client, connect, textIn } from "../messages/client.ts";
import { send } from "../messages/sending.ts";

/** Someone who chats while the server has other work: how long each message took to be accepted, in milliseconds. */
export interface Chatter {
  /** Sends one message a second, as a person might, until the work is done. */
  during<Result>(
    work: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly milliseconds: readonly number[] }>;
  close(): Promise<void>;
}

/** Signs a member in through the proxy, in a room of their own. */
export async function chatterOn(stack: StackRecord, synapse: SynapseOperator, name: string): Promise<Chatter> {
  const person = await makeMember(synapse, stack.serverName, name);
  const client = connect(stack.baseUrl, await readFile(stack.authorityFile, "utf8"));
  const identifier = { type: "m.id.user", user: person.userId };
  const login = { type: "m.login.password", identifier, password: person.password };
  const token = textIn(await client.call("POST", "/_matrix/client/v3/login", null, login), "access_token");
  const room = textIn(await client.call("POST", "/_matrix/client/v3/createRoom", token, {}), "room_id");
  return {
    during: async (work) => {
      const ending = new AbortController();
      const sending = chatUntil(ending.signal, client, token, room);
      try {
        const result = await work();
        ending.abort();
        return { result, milliseconds: await sending };
      } finally {
        ending.abort();
      }
    },
    close: () => client.close(),
  };
}

async function chatUntil(signal: AbortSignal, client: Client, token: string, room: string): Promise<readonly number[]> {
  const milliseconds: number[] = [];
  while (!signal.aborted) {
    const start = performance.now();
    await send(client, token, room, "a message of a day like any other");
    milliseconds.push(performance.now() - start);
    await setTimeout(Math.max(0, 1_000 - (performance.now() - start)), undefined, { signal }).catch(() => undefined);
  }
  return milliseconds;
}
