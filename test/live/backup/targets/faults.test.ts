import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type FaultyWay, faultyWayTo } from "../../../support/backup/targets/faulty-way.ts";
import { type Sender, startSender } from "../../../support/backup/targets/sender.ts";
import { startTargets, type Targets } from "../../../support/backup/targets/servers.ts";
import { accountFor, beginConversation, kept, sendStubbornly } from "../../../support/members/conversation.ts";
import { isSoak, sample } from "../../../support/sample.ts";
import { engineOf, printedIn } from "../../../support/stack/engine.ts";
import { masterKeyOf } from "../../../support/stack/pulumi.ts";

const stack = inject("backupStack");
let targets: Targets;

/** At which part of what a backup sends the way has which fault, for 10 seconds. restic tries again for a quarter of an hour. */
const faults = (["sftp", "rest", "s3"] as const).flatMap((kind) =>
  (["cut", "refuse", "stall"] as const)
    .filter((fault) => kind !== "sftp" || fault !== "refuse")
    .flatMap((fault) => [0.1, 0.5, 0.9].map((part) => ({ kind, fault, part }))),
);

const drawn = sample("faults on the way to a target", faults, 0);
const kinds = [...new Set(drawn.map(({ kind }) => kind))];

beforeAll(async () => {
  if (drawn.length > 0) targets = await startTargets(engineOf(stack));
});

afterAll(() => targets?.end());

it("has every fault at three moments, in the soak", () => {
  expect(faults).toHaveLength(3 * (2 + 3 + 3));
});

describe.each(kinds)("the way to a target over %s", (kind) => {
  let way: FaultyWay;
  let sender: Sender;
  let usual: number;
  let good: string;

  beforeAll(async () => {
    way = await faultyWayTo(targets[kind], targets.address);
    sender = await startSender(stack, await masterKeyOf(stack), targets, way.target);
    await makes();
    way.set("none");
    await makes();
    usual = way.sent();
  });

  afterAll(async () => {
    await sender?.end();
    await way?.[Symbol.asyncDispose]();
  });

  /** How a run ended. */
  async function run(): Promise<{ readonly outcome: string; readonly archive: string; readonly reason?: string }> {
    return JSON.parse((await sender.run("run.sh")).stdout);
  }

  async function makes(): Promise<void> {
    const made = await run();
    expect(made).toMatchObject({ outcome: "made" });
    good = made.archive;
  }

  async function restic(...words: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await sender.run("restic.sh", ...words);
    expect(exitCode, stderr).toBe(0);
    return stdout;
  }

  /** The last good archive is whole, the next run works, nothing stays locked, and all is consistent. */
  async function recovers(): Promise<void> {
    expect(await restic("snapshots", "--no-lock", "--tag", `archive=${good},part=manifest`)).toContain("manifest");
    await makes();
    expect((await restic("list", "locks", "--no-lock")).trim()).toBe("");
    await restic("check", "--read-data");
  }

  it.each(drawn.filter((each) => each.kind === kind))(
    "that has a fault ($fault) after $part of what is sent harms nothing",
    async ({ fault, part }) => {
      way.set(fault, part * usual);
      const running = run();
      await Promise.race([running, pause(10_000)]);
      way.set("none");
      const { outcome, archive, reason } = await running;
      console.log(`${kind}, ${fault} after ${part}: ${outcome} ${reason ?? ""}`);
      expect(["made", "failed"]).toContain(outcome);
      if (outcome === "made") good = archive;
      await recovers();
    },
  );

  it("that is slow holds up no message, and no change of the database's structure", async () => {
    way.set("slow");
    const conversation = await beginConversation(stack, `slow-${kind}`);
    const sending = await sendStubbornly(conversation);
    const running = sender.run("run.sh");
    await pause(8_000);
    const began = Date.now();
    await locked();
    const waited = Date.now() - began;
    const { outcome, reason } = JSON.parse((await running).stdout);
    const sent = await sending.stop();
    way.set("none");
    const times = sent.map(({ milliseconds }) => milliseconds).toSorted((one, other) => one - other);
    console.log(
      `${kind}, slow: ${outcome} ${reason ?? ""}; a lock of all came after ${waited} ms; ${sent.length} messages, half of them within ${times[Math.floor(times.length / 2)]} ms, the slowest ${times.at(-1)} ms`,
    );
    expect(waited).toBeLessThan(30_000);
    expect(await accountFor(conversation, sent)).toMatchObject({ ...kept, errors: 0 });
    conversation.client.sdk.stopClient();
    await recovers();
  });
});

if (isSoak)
  describe("a container whose own disk is full", () => {
    it.each(sample("full disks", ["full"], 0))(
      "says so where `status` reads it, and goes on once there is room",
      async () => {
        const sender = await startSender(stack, await masterKeyOf(stack), targets, targets.rest, "64m");
        const data = "/var/lib/postgresql/data";
        const run = async () => JSON.parse((await sender.run("run.sh")).stdout);
        try {
          expect(await run()).toMatchObject({ outcome: "made" });
          await sender.run("-c", `dd if=/dev/zero of=${data}/ballast bs=4k 2> /dev/null`);
          const failed = {
            outcome: "failed",
            reason: expect.stringContaining("disk that holds the engine's volumes is full"),
          };
          expect(await run()).toMatchObject(failed);
          const kept = await sender.run("-c", `cat ${data}/results/backup.json; rm ${data}/ballast`);
          expect(JSON.parse(kept.stdout)).toMatchObject(failed);
          expect(await run()).toMatchObject({ outcome: "made" });
        } finally {
          await sender.end();
        }
      },
    );
  });

/** What Synapse does when it changes a table. */
async function locked(): Promise<void> {
  const sql = "BEGIN; LOCK TABLE receipts_linearized IN ACCESS EXCLUSIVE MODE; ROLLBACK";
  await printedIn(stack, "postgres", "psql", "-h", "/run/postgresql", "-U", "postgres", "-d", "synapse", "-qAtXc", sql);
}
