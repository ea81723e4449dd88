import { beforeAll, describe, expect, inject, it } from "vitest";
import type { Archive } from "../../../src/operations/backup/run/archives.ts";
import type { MadeResult } from "../../../src/operations/backup/run/results.ts";
import { manifestOf } from "../../support/backup/archives.ts";
import {
  accountFor,
  beginConversation,
  type Conversation,
  kept,
  sendStubbornly,
} from "../../support/members/conversation.ts";
import type { Sent } from "../../support/members/sender.ts";
import { chatkeepSucceeds } from "../../support/stack/command-line.ts";

const server = inject("backupStack");

async function json(...words: readonly string[]) {
  return JSON.parse((await chatkeepSucceeds(server, [...words, "--json"])).stdout);
}

describe("a backup of a server that runs", () => {
  let conversation: Conversation;
  let made: MadeResult;
  let before: readonly Sent[];
  let meanwhile: readonly Sent[];

  beforeAll(async () => {
    await json("backup", "now"); // the first one makes the repository
    conversation = await beginConversation(server, "run-ana");
    before = await sendFor(conversation, () => new Promise((resolve) => setTimeout(resolve, 4_000)));
    meanwhile = await sendFor(conversation, async () => {
      made = await json("backup", "now");
    });
    conversation.client.sdk.stopClient();
  });

  it("loses no message of a client that sends meanwhile", async () => {
    expect(await accountFor(conversation, [...before, ...meanwhile])).toMatchObject({ ...kept, errors: 0 });
    const slower = `${median(before)} ms before, ${median(meanwhile)} ms meanwhile, slowest ${slowest(meanwhile)} ms`;
    console.log(`Sending while a backup of ${made.seconds} s ran: ${slower}`);
  });

  it("holds all that was in the database in one moment, and says so in its manifest", async () => {
    const { database, archive, stack, serverName } = await manifestOf(server, made.archive);
    expect({ archive, stack, serverName }).toEqual({
      archive: made.archive,
      stack: server.name,
      serverName: server.serverName,
    });
    const { tables, sequences, newestEvent } = database;
    const counts = ["events", "event_json", "event_to_state_groups"].map((name) => tables[name]?.rows);
    expect(counts[0]).toBeGreaterThan(0);
    expect(counts[1]).toBe(counts[0]);
    expect(sequences.events_stream_seq?.value).toBeGreaterThanOrEqual(newestEvent?.order ?? Number.NaN);
    expect(tables.e2e_one_time_keys_json).toEqual({ rows: 0, digest: "0" });
  });

  it("is listed as whole with its size, and by `status` as good", async () => {
    const { archives }: { readonly archives: readonly Archive[] } = await json("backup", "list");
    expect(archives.find(({ id }) => id === made.archive)).toMatchObject({ missing: [], bytes: made.bytes });
    const status = await json("status");
    expect(status.backups).toMatchObject({ health: "good", ill: false, newest: { archive: made.archive } });
  });
});

/** What a client sends while something is done. */
async function sendFor(conversation: Conversation, doing: () => Promise<unknown>): Promise<readonly Sent[]> {
  const sender = await sendStubbornly(conversation);
  try {
    await doing();
  } finally {
    await sender.stop();
  }
  return await sender.stop();
}

function median(sent: readonly Sent[]): number {
  const all = sent.map(({ milliseconds }) => milliseconds).toSorted((one, other) => one - other);
  return Math.round(all[Math.floor(all.length / 2)] ?? Number.NaN);
}

function slowest(sent: readonly Sent[]): number {
  return Math.round(Math.max(...sent.map(({ milliseconds }) => milliseconds)));
}
