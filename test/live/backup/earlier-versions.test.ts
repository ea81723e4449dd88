import { copyFile, rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import { stackEngine } from "../../../src/io/stack-engine.ts";
import { wordsOf } from "../../../src/keys/words.ts";
import { newestPostgres } from "../../../src/kinds/postgres-version.ts";
import { imageTable, synapseSchema } from "../../../src/plan/images/versions.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { manifestOf } from "../../support/backup/archives.ts";
import { earlierCheckout, earlierSynapse, makeEarlierImage } from "../../support/backup/earlier-checkout.ts";
import { emptyEngine, makeArchive } from "../../support/backup/stack.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { fetchFile, sendFile } from "../../support/members/recovering/files.ts";
import { reads, readsAll, say } from "../../support/members/recovering/messages.ts";
import { makeRoom } from "../../support/members/recovering/rooms.ts";
import { makeFolder } from "../../support/own-folder.ts";
import { isSoak } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds, type Home } from "../../support/stack/command-line.ts";
import { engineOf, inspectService } from "../../support/stack/engine.ts";
import { masterKeyOf, pulumi } from "../../support/stack/pulumi.ts";
import { bringUp, newHome, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { changeSetting, readSetting, type TestSettings, writeStackFile } from "../../support/stack/stack-file.ts";
import { removeStack } from "../../support/stack/sweep.ts";

const shared = inject("backupStack");

it("the schema by which archives are judged is that of the Synapse that runs", async () => {
  const database = stackEngine(engineOf(shared), shared.name).database(nameOf(shared.name, "postgres"));
  const rows = await Array.fromAsync(database.rows("SELECT version FROM schema_version"));
  expect(rows).toEqual([[String(synapseSchema)]]);
});

/** A server with two people who talk, and an archive of it. */
interface Archived extends AsyncDisposable {
  readonly stack: StackRecord;
  readonly archive: string;
  readonly repository: string;
  readonly words: string;
  readonly ana: MemberDevice;
  readonly ben: MemberDevice;
  readonly room: string;
  readonly said: { readonly text: string; readonly file: string };
}

const contents = Buffer.from("what was agreed on");

async function archived(boot: (settings: TestSettings, home: Home) => Promise<StackRecord>): Promise<Archived> {
  const repository = await makeFolder("backups");
  const imageSource = await readSetting(shared.name, "imageSource");
  const pluginSource = await readSetting(shared.name, "pluginSource");
  // What begins as a throwaway stack has a database that today's Synapse prepared.
  const settings = { ...(await testSettings()), imageSource, pluginSource, throwaway: false, backup: { repository } };
  const home = await newHome();
  const stack = await boot(settings, home).catch(async (error) => {
    await removeStack(home);
    throw error;
  });
  const words = wordsOf(await masterKeyOf(stack)).reveal();
  const operator = await operatorOf(stack);
  const [one, other] = await makePeople(operator, stack.serverName, ["ana", "ben"]);
  operator.close();
  if (one === undefined || other === undefined) throw new Error("There are no people.");
  const [ana, ben] = await Promise.all([newDevice(stack, one, "off"), newDevice(stack, other, "off")]);
  const room = await makeRoom(ana, [ben]);
  const said = { text: await say(ana, room, "Can you read this?"), file: await sendFile(ana, room, contents) };
  await readsAll(ben, room, [said.text, said.file]);
  const archive = await makeArchive(stack);
  const dispose = async () => {
    for (const device of [ana, ben]) await device.stop();
    await removeStack(stack);
    await rm(repository, { recursive: true, force: true });
  };
  return { stack, archive, repository, words, ana, ben, room, said, [Symbol.asyncDispose]: dispose };
}

/** All that was said is there, and what is said now is read on both sides. */
async function goesOn({ ana, ben, room, said }: Archived): Promise<void> {
  expect(await reads(ben, room, said.text)).toBe("Can you read this?");
  expect(await fetchFile(ben, room, said.file)).toEqual(contents);
  const [fromAna, fromBen] = [await say(ana, room, "And now?"), await say(ben, room, "All is well.")];
  expect([await reads(ben, room, fromAna), await reads(ana, room, fromBen)]).toEqual(["And now?", "All is well."]);
}

const whole = "What came back is what the archive's manifest says";

async function restoreEmptied({ stack, archive, repository, words }: Archived) {
  await emptyEngine(stack);
  const how = ["restore", "--repository", repository, "--archive", archive, "--stdin", "--yes"];
  const { stdout, stderr, seconds } = await chatkeepSucceeds(stack, how, words);
  console.log(`The restore took ${seconds.toFixed(1)} s.`);
  expect(stdout).toContain(whole);
  expect((await chatkeep(stack, ["journal", "verify"])).exitCode).toBe(0);
  return stderr;
}

async function imagesOf(stack: StackRecord): Promise<readonly string[]> {
  const images = await Promise.all((["postgres", "synapse"] as const).map((role) => inspectService(stack, role)));
  return images.map(({ Config }) => Config.Image);
}

if (isSoak) {
  describe("a server on Postgres 15", () => {
    let server: Archived;

    beforeAll(async () => {
      server = await archived(async (settings, home) => {
        await writeStackFile(home.name, { ...settings, postgresVersion: 15 });
        return bringUp(home);
      });
    });
    afterAll(() => server?.[Symbol.asyncDispose]());

    it("is backed up by the newest Postgres's programs", async () => {
      const { database } = await manifestOf(server.stack, server.archive);
      expect(Math.floor(database.postgres / 10_000)).toBe(15);
      await chatkeepSucceeds(server.stack, ["backup", "now"]);
      await chatkeepSucceeds(server.stack, ["status"]);
    });

    it("can be audited: the role has there what limits it here", async () => {
      const { stdout, stderr } = await chatkeep(server.stack, ["recovery", "audit", "--json"]);
      expect(`${stdout}\n${stderr}`).toContain(server.ana.person.userId);
    });

    it("is not brought to another version by its settings, neither by `up` nor by plain Pulumi", async () => {
      const { stack } = server;
      const before = await inspectService(stack, "postgres");
      await changeSetting(stack.name, "postgresVersion", newestPostgres);
      const refused = await chatkeep(stack, ["up", "--yes"]);
      expect([refused.exitCode, refused.stderr]).toEqual([
        2,
        expect.stringContaining(`npx chatkeep upgrade postgres --stack ${stack.name}`),
      ]);
      const plain = await pulumi(stack, "up", "--yes");
      expect([plain.exitCode === 0, plain.stdout]).toEqual([
        false,
        expect.stringContaining("The database is of Postgres 15"),
      ]);
      const after = await inspectService(stack, "postgres");
      expect([after.Id, after.State.StartedAt]).toEqual([before.Id, before.State.StartedAt]);
      await changeSetting(stack.name, "postgresVersion", 15);
      await chatkeepSucceeds(stack, ["up", "--yes"]);
      await goesOn(server);
    });

    it("passes a drill", async () => {
      const drilled = await chatkeep(server.stack, ["drill", "--json"]);
      expect(drilled.exitCode, `${drilled.stdout}\n${drilled.stderr}`).toBe(0);
    });

    it("comes back on the newest Postgres in place", async () => {
      const { stack, archive } = server;
      const { stdout, stderr } = await chatkeepSucceeds(stack, [
        "restore",
        "--in-place",
        "--archive",
        archive,
        "--yes",
      ]);
      expect(stdout).toContain(whole);
      expect(stderr).toContain(`It comes back on Postgres ${newestPostgres}`);
      expect(Number(await readSetting(stack.name, "postgresVersion"))).toBe(newestPostgres);
      expect((await imagesOf(stack))[0]).toContain(`:${imageTable.postgres.version}`);
      await goesOn(server);
    });

    it("comes back on the newest Postgres on an empty machine", async () => {
      expect(await restoreEmptied(server)).toContain(`It comes back on Postgres ${newestPostgres}`);
      expect(Number(await readSetting(server.stack.name, "postgresVersion"))).toBe(newestPostgres);
      expect((await imagesOf(server.stack))[0]).toContain(`:${imageTable.postgres.version}`);
      await goesOn(server);
    });
  });

  describe("a server of an earlier Synapse", () => {
    let server: Archived;

    beforeAll(async () => {
      server = await archived(async (settings, home) => {
        if (settings.imageSource !== "official") await makeEarlierImage(engineOf(shared));
        await using checkout = await earlierCheckout();
        const { program, stackFile } = checkout;
        await writeStackFile(home.name, settings, stackFile(home.name));
        const record = await bringUp({ ...home, program });
        await copyFile(stackFile(home.name), stackFilePath(home.name));
        const { program: _, ...stack } = record;
        return stack;
      });
    });
    afterAll(() => server?.[Symbol.asyncDispose]());

    it("has an archive that says so", async () => {
      const { database, images } = await manifestOf(server.stack, server.archive);
      expect([database.schema, images.synapse]).toEqual([92, expect.stringContaining(earlierSynapse)]);
    });

    it("comes back on today's, which migrates its database", async () => {
      expect(await restoreEmptied(server)).toContain(`The archive is of Synapse ${earlierSynapse}`);
      expect((await imagesOf(server.stack))[1]).toContain(imageTable.synapse.version);
      await goesOn(server);
    });
  });
}
