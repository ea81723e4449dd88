import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from "vitest";
import { lastLogLines } from "../../../src/io/docker/container-logs.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { allWell, crash } from "../../support/crash.ts";
import { crashEngine, restartEngine } from "../../support/engines/second-engine.ts";
import { bootSmallMachine, type SmallMachine } from "../../support/engines/small-machine.ts";
import {
  accountFor,
  beginConversation,
  type Conversation,
  goesOn,
  kept,
  sendStubbornly,
  sendThrough,
  tell,
} from "../../support/members/conversation.ts";
import { download, upload } from "../../support/members/media.ts";
import type { Sender } from "../../support/members/sender.ts";
import { rivalOf } from "../../support/rival.ts";
import { isSoak, sample } from "../../support/sample.ts";
import { chatkeep, startChatkeep } from "../../support/stack/command-line.ts";
import { engineOf, inspectService, printedIn, tryIn } from "../../support/stack/engine.ts";
import type { StackRecord } from "../../support/stack/stack.ts";
import { changeSetting } from "../../support/stack/stack-file.ts";

const rounds = Array.from({ length: isSoak ? 5 : 1 }, (_, index) => index + 1);
let machine: SmallMachine;
let stack: StackRecord;
let conversation: Conversation;

beforeAll(async () => {
  machine = await bootSmallMachine(inject("sources"));
  ({ stack } = machine);
  conversation = await beginConversation(stack, "fault");
});

afterAll(async () => {
  await conversation?.client.stop();
  await machine?.remove();
});

afterEach(async () => {
  await machine.disks.postgres.makeRoom();
  await machine.disks.synapse.makeRoom();
});

const strikes = [
  { what: "a restart of the engine", strike: () => restartEngine(machine.engine) },
  { what: "a SIGKILL of the engine", strike: () => crashEngine(machine.engine) },
];

const volumes = sample("full volumes", [synapseIsFull, postgresIsFull, upOverFullVolume], 1);
for (const tests of sample("what befalls a machine", [engineIsStruck, ...volumes], 1)) tests();

describe("the database, after all that was done to it", () => {
  it("has every table, index and page sound", { timeout: 600_000 }, async () => {
    await printedIn(
      stack,
      "postgres",
      `${programs}/pg_amcheck`,
      ...connection,
      "--all",
      "--install-missing",
      "--heapallindexed",
    );
    await engineOf(stack).getContainer(nameOf(stack.name, "postgres")).stop();
    const words = ["--check", "--pgdata", "/var/lib/postgresql/data/cluster"];
    const check = await rivalOf(stack, { entryPoint: [`${programs}/pg_checksums`], words });
    await check.container.start();
    const { log, exitCode } = await check.ended();
    await check.remove();
    await engineOf(stack).getContainer(nameOf(stack.name, "postgres")).start();
    expect(log).toMatch(/Bad checksums:\s+0/);
    expect(exitCode).toBe(0);
    await allWell(stack);
  });
});

function engineIsStruck(): void {
  describe.each(sample("what strikes the engine", strikes, 1))(
    "$what while someone keeps sending",
    ({ what, strike }) => {
      it.each(rounds)(
        "is overcome without help, and each message is in the room once (round %i)",
        async () => {
          expect(await sendThrough(stack, conversation, { what, strike })).toMatchObject(kept);
        },
        600_000,
      );
    },
  );
}

function upOverFullVolume(): void {
  describe("`up` over a full volume", () => {
    it("says at once what is wrong, and ends well once there is room", { timeout: 600_000 }, async () => {
      await machine.disks.synapse.fill();
      await changeSetting(stack.name, "uploadSize", "40 MiB");
      const up = startChatkeep(stack, ["up", "--yes"]);
      const ended = once(up, "exit");
      let said = "";
      up.stderr?.on("data", (text) => {
        said += text;
      });
      const isTold = () => said.includes(`is not healthy yet: ${fullText("synapse")}`);
      await Promise.race([untilTrue("word of `up` that the volume is full", isTold, { seconds: 240 }), ended]);
      expect([up.exitCode, isTold()], said).toEqual([null, true]);
      await machine.disks.synapse.makeRoom();
      expect(await ended, said).toEqual([0, null]);
    });
  });
}

function synapseIsFull(): void {
  describe("a full volume of Synapse", () => {
    const sizes = [1_000, 100_000, 5_000_000];

    it.each(rounds)(
      "refuses uploads, lets messages through, and takes uploads once there is room (round %i)",
      async () => {
        const { client } = conversation;
        const uploads = [await upload(client, 1_000_000)];
        await machine.disks.synapse.fill();
        // A small file may still find a place between others: then it is there to stay.
        for (const size of sizes) uploads.push(await upload(client, size));
        console.log(`Uploads before and after the volume is full: ${uploads.map(({ status }) => status).join(", ")}.`);
        expect(uploads[0]?.status).toBe(200);
        expect(uploads.at(-1)?.status).toBeGreaterThanOrEqual(500);
        const sender = await sendStubbornly(conversation);
        await goesOn(sender);
        await crash(stack, "synapse"); // it has to be able to start without room, too
        await statusTells("synapse");
        await goesOn(sender);
        await machine.disks.synapse.makeRoom();
        await allWell(stack);
        const account = await accountFor(conversation, await sender.stop());
        tell("A full volume of Synapse", account);
        expect(account).toMatchObject({ ...kept, errors: 0 });
        const later = await Promise.all(sizes.map((size) => upload(client, size)));
        expect(later.map(({ status }) => status)).toEqual([200, 200, 200]);
        const acknowledged = [...uploads, ...later].filter(({ uri }) => uri !== null);
        for (const media of acknowledged) expect(await download(client, media)).toBe(media.digest);
      },
      600_000,
    );
  });
}

function postgresIsFull(): void {
  describe("a full volume of Postgres while someone keeps sending", () => {
    it.each(rounds)(
      "is told, loses nothing that was acknowledged, and is over once there is room (round %i)",
      async () => {
        const strike = async (sender: Sender) => {
          await machine.disks.postgres.fill();
          await untilTrue("refused messages", () => sender.failed() > 20, { seconds: 120 });
          if (isSoak) await statusTells("postgres");
          await writeLogUntilItEnds();
          await statusTells("postgres");
          await machine.disks.postgres.makeRoom();
        };
        expect(await sendThrough(stack, conversation, { what: "A full volume of Postgres", strike })).toMatchObject(
          kept,
        );
      },
      600_000,
    );
  });
}

const programs = "/usr/lib/postgresql/17/bin";
const connection = ["-h", "/run/postgresql", "-U", "postgres"];
/** In the one database that is in use: the first session in another one writes a file, which a full volume has no room for. */
const psql = ["psql", "-XAtq", ...connection, "-d", "synapse", "-c"];

/** Postgres goes on as long as it has segments of its log prepared; it cannot do without the next one, and ends. */
async function writeLogUntilItEnds(): Promise<void> {
  const write =
    "SELECT count(pg_logical_emit_message(false, 'test', repeat('x', 4000000))) FROM generate_series(1, 30)";
  const waits = async () => (await logOf("postgres")).split(fullText("postgres")).length;
  const before = await waits();
  const hasEnded = async () => {
    await tryIn(stack, "postgres", ...psql, write).catch(() => null); // while it is started again, nothing can be run in it
    return (await waits()) > before;
  };
  await untilTrue("end of Postgres, and its wait for room", hasEnded, { seconds: 120 });
  const log = (await logOf("postgres")).split("\n").filter((line) => /PANIC|is full/.test(line));
  console.log(`Postgres says:\n  ${log.slice(-3).join("\n  ")}`);
}

function fullText(role: "postgres" | "synapse"): string {
  return `The volume ${nameOf(stack.name, role)} is full`;
}

/** Waits until `status` says of a service that its volume is full: before, it may say that it is being started. */
async function statusTells(role: "postgres" | "synapse"): Promise<void> {
  const tells = async () => {
    const { stdout } = await chatkeep(stack, ["status", "--json"]);
    const { services }: { services: { service: string; why: string | null }[] } = JSON.parse(stdout);
    return services.some(({ service, why }) => service === role && why !== null && why.includes(fullText(role)));
  };
  await untilTrue(`word of \`status\` that the volume of ${role} is full`, tells, { seconds: 120 });
}

async function logOf(role: "postgres" | "synapse"): Promise<string> {
  const { Id } = await inspectService(stack, role);
  return (await lastLogLines(engineOf(stack), Id, 10_000)).join("\n");
}
