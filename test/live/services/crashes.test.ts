import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { until } from "../../../src/io/machine/until.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { crash, crashBackend } from "../../support/crash.ts";
import { beginConversation, type Conversation, kept, sendThrough } from "../../support/members/conversation.ts";
import { type Rival, rivalOf, serves } from "../../support/rival.ts";
import { isSoak, sample } from "../../support/sample.ts";
import { containerIds } from "../../support/stack/engine.ts";

const stack = inject("mainStack");
const rounds = isSoak ? 5 : 1;
let conversation: Conversation;

beforeAll(async () => {
  conversation = await beginConversation(stack, "crash");
});

afterAll(async () => {
  await conversation?.client.stop();
});

const strikes = [
  { what: "Postgres", strike: () => crash(stack, "postgres") },
  { what: "a server process of Postgres", strike: () => crashBackend(stack) },
  { what: "Synapse", strike: () => crash(stack, "synapse") },
  { what: "the proxy", strike: () => crash(stack, "proxy") },
];

describe.each(sample("what is killed", strikes, 2))(
  "SIGKILL of $what while someone keeps sending",
  ({ what, strike }) => {
    it.each(Array.from({ length: rounds }, (_, index) => index + 1))(
      "is overcome without help, and each message is in the room once (round %i)",
      { timeout: 600_000 },
      async () => {
        const before = await containerIds(stack);
        expect(await sendThrough(stack, conversation, { what: `SIGKILL of ${what}`, strike })).toMatchObject(kept);
        expect(await containerIds(stack)).toEqual(before);
      },
    );
  },
);

describe("a second Postgres on the volume", () => {
  let rival: Rival | null = null;
  const postgres = nameOf(stack.name, "postgres");

  afterEach(async () => {
    await rival?.remove();
    rival = null;
  });

  it("does not start beside the first, says why, and the first serves on", async () => {
    rival = await rivalOf(stack);
    await rival.container.start();
    const { exitCode, log } = await rival.ended();
    expect(log).toContain("Another Postgres is running on this volume. This one does not start.");
    expect(exitCode).toBe(1);
    expect(await serves(stack, postgres)).toBe(true);
  });

  it("cannot be started by the image's own program without our entry point either", async () => {
    const cluster = "/var/lib/postgresql/data/cluster";
    rival = await rivalOf(stack, { entryPoint: ["/usr/lib/postgresql/17/bin/postgres"], words: ["-D", cluster] });
    await rival.container.start();
    const { exitCode, log } = await rival.ended();
    expect(log).toContain("started-by-chatkeep-alone-because-a-second-one-would-destroy-the-data");
    expect(exitCode).toBe(1);
    expect(await serves(stack, postgres)).toBe(true);
  });

  it("cannot be made again in the volume by the image's initdb", async () => {
    const words = ["-D", "/var/lib/postgresql/data"];
    rival = await rivalOf(stack, { entryPoint: ["/usr/lib/postgresql/17/bin/initdb"], words });
    await rival.container.start();
    const { exitCode, log } = await rival.ended();
    expect(log).toContain("exists but is not empty");
    expect(exitCode).toBe(1);
  });

  it.each(Array.from({ length: isSoak ? 10 : 1 }, (_, index) => index + 1))(
    "loses or wins the race after a SIGKILL of the first, and never do both serve (round %i)",
    async () => {
      const strike = async () => {
        rival = await rivalOf(stack, { restart: "unless-stopped" });
        await Promise.all([crash(stack, "postgres"), rival.container.start()]);
        console.log(`The ${await winnerOf(rival)} one won.`);
        await rival.remove();
        rival = null;
      };
      const what = "SIGKILL of Postgres with a second one at hand";
      expect(await sendThrough(stack, conversation, { what, strike })).toMatchObject(kept);
    },
  );
});

/** Who serves first; from the first look to ten looks after that, never both. */
async function winnerOf(rival: Rival): Promise<"first" | "second"> {
  const names = [nameOf(stack.name, "postgres"), rival.name];
  const observe = async () => {
    const [first, second] = await Promise.all(names.map((name) => serves(stack, name)));
    expect([first, second]).not.toEqual([true, true]);
    return first ? "first" : second ? "second" : null;
  };
  const winner = await until("Postgres that serves", observe, { seconds: 120 });
  for (let looks = 0; looks < 10; looks += 1) expect(await observe()).toBe(winner);
  return winner;
}
