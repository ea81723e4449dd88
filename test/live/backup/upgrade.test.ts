import { readFile, rename, rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { sessionFor } from "../../../src/actions/session.ts";
import type { BeforeStep } from "../../../src/actions/upgrade/performing.ts";
import { upgradePostgres } from "../../../src/actions/upgrade/upgrade.ts";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import { until } from "../../../src/io/machine/until.ts";
import { newestPostgres } from "../../../src/kinds/postgres-version.ts";
import { madeUpTerminal } from "../../cli/terminal/made-up-terminal.ts";
import { allWell } from "../../support/crash.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { makePeople } from "../../support/members/people.ts";
import { type MemberDevice, newDevice } from "../../support/members/recovering/device.ts";
import { reads, say } from "../../support/members/recovering/messages.ts";
import { makeRoom } from "../../support/members/recovering/rooms.ts";
import { makeFolder } from "../../support/own-folder.ts";
import { isSoak, sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds, startChatkeep } from "../../support/stack/command-line.ts";
import { engineOf } from "../../support/stack/engine.ts";
import { bootStack, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { readSetting } from "../../support/stack/stack-file.ts";
import { removeStack } from "../../support/stack/sweep.ts";
import { askDatabase, fillersOf, madeIn, majorOf, volumesIn } from "../../support/upgrade/clusters.ts";
import { bringFromElsewhere } from "../../support/upgrade/elsewhere.ts";
import { archiveDiffers, breaking, type Failure, failures, lateFailures } from "../../support/upgrade/failures.ts";

let stack: StackRecord;
let repository: string;
let ana: MemberDevice;
let ben: MemberDevice;
let room: string;
let before: string;

/** A server of its own on the earlier Postgres, with two people in an encrypted room. */
beforeAll(async () => {
  repository = await makeFolder("backups");
  const own = { postgresVersion: 15, backup: { repository, every: "1 day" } };
  stack = await bootStack({ ...(await testSettings()), ...inject("sources").settings, ...own });
  vi.stubEnv("XDG_STATE_HOME", stack.stateHome);
  const operator = await operatorOf(stack);
  const [one, other] = await makePeople(operator, stack.serverName, ["ana", "ben"]);
  operator.close();
  if (one === undefined || other === undefined) throw new Error("There are no people.");
  [ana, ben] = await Promise.all([newDevice(stack, one, "off"), newDevice(stack, other, "off")]);
  room = await makeRoom(ana, [ben]);
  before = await say(ana, room, "Can you read this?");
  expect(await reads(ben, room, before)).toBe("Can you read this?");
  await chatkeepSucceeds(stack, ["backup", "now"]);
});

afterAll(async () => {
  for (const device of [ana, ben]) await device?.stop();
  if (stack !== undefined) await removeStack(stack);
  await rm(repository, { recursive: true, force: true });
  vi.unstubAllEnvs();
});

/** Both sessions go on: what was said before is there, and what is said now is read on both sides. */
async function goesOn(): Promise<void> {
  expect(await reads(ben, room, before)).toBe("Can you read this?");
  const [fromAna, fromBen] = [await say(ana, room, "And now?"), await say(ben, room, "All is well.")];
  expect([await reads(ben, room, fromAna), await reads(ana, room, fromBen)]).toEqual(["And now?", "All is well."]);
}

const major = () => majorOf(stack);
const made = () => madeIn(stack);
const fillers = () => fillersOf(stack);
const events = () => askDatabase(stack, "SELECT count(*) FROM events");

const deleteOld = () =>
  chatkeepSucceeds(stack, ["upgrade", "postgres", "--delete-old", "--yes-delete-old", stack.name]);

/** The command, with something broken before one of its steps. */
function upgradeBroken(failure: Failure) {
  return upgradeWith(breaking(stack, failure));
}

function upgradeWith(before: BeforeStep) {
  const session = sessionFor("upgrade postgres", stack.name, madeUpTerminal().terminal);
  const wishes = { to: newestPostgres, until: "upgrade", before } as const;
  return upgradePostgres(session, wishes, { show: () => undefined, agreed: async () => true });
}

async function rehearse() {
  const { stdout, stderr } = await chatkeepSucceeds(stack, ["upgrade", "postgres", "--rehearse", "--json"]);
  console.log(`Rehearsed: ${JSON.stringify(JSON.parse(stdout).rehearsal)}`);
  expect([await major(), await made(), await fillers()]).toEqual([15, [], []]);
  return { rehearsal: JSON.parse(stdout).rehearsal, stderr };
}

describe("an upgrade of Postgres", () => {
  it("is shown before, with what it does", async () => {
    const shown = await chatkeepSucceeds(stack, ["upgrade", "postgres", "--dry-run"]);
    expect(shown.stdout).toContain("from Postgres 15 to Postgres 17");
  });

  it("is rehearsed on the newest archive while the server serves, and nothing stays of that", async () => {
    const { rehearsal, stderr } = await rehearse();
    // Listed afterwards: the schedule may have made one meanwhile.
    const { archives } = JSON.parse((await chatkeepSucceeds(stack, ["backup", "list", "--json"])).stdout);
    expect(
      archives.map(({ id }: { id: string }) => id),
      stderr,
    ).toContain(rehearsal.archive);
    expect(Math.min(...Object.values<number>(rehearsal.measured))).toBeGreaterThan(0);
  });

  if (isSoak) {
    it("is not done where what comes back from the archive is another than it says", async () => {
      const volumes: string[] = [];
      const breaks = breaking(stack, archiveDiffers);
      const upgrading = upgradeWith(async (kind, container) => {
        if (kind === archiveDiffers.before) volumes.push(...(await volumesIn(stack, container ?? "")));
        await breaks(kind, container);
      });
      await expect(upgrading).rejects.toThrow(/content: events[\s\S]*That was the rehearsal/);
      expect([await major(), await made(), await fillers()]).toEqual([15, [], []]);
      expect(volumes).toHaveLength(1);
      const { Volumes } = await engineOf(stack).listVolumes();
      expect(Volumes.filter(({ Name }) => volumes.includes(Name))).toEqual([]);
    });

    it("is rehearsed on a dump of the running database where the archives cannot be read, and says why", async () => {
      await rename(repository, `${repository}-away`);
      try {
        const { rehearsal, stderr } = await rehearse();
        expect([rehearsal.archive, stderr]).toEqual([null, expect.stringContaining("no archive to rehearse on")]);
      } finally {
        await rename(`${repository}-away`, repository);
      }
    });
  }

  // Where `up` has begun, going back takes another one: that is for a soak.
  const early = failures.filter(({ keeps }) => !keeps);
  const drawn = isSoak ? [...failures, ...lateFailures] : sample("failures of an upgrade", early, 1);
  it.each(drawn)(
    "in which $title ends with the old server serving, and nothing lost",
    { timeout: 900_000 },
    async (failure) => {
      const file = await readFile(stackFilePath(stack.name), "utf8");
      const eventsBefore = await events();
      await expect(upgradeBroken(failure)).rejects.toThrow(
        new RegExp(`\`${failure.fails}\` failed[\\s\\S]*runs on Postgres 15 as before`),
      );
      await allWell(stack);
      expect([await major(), await events()]).toEqual([15, eventsBefore]);
      expect(await readFile(stackFilePath(stack.name), "utf8")).toBe(file);
      expect((await made()).map((name) => name.slice(0, 21))).toEqual(failure.keeps ? ["set-aside-postgres-17"] : []);
      await goesOn();
      if (failure.keeps) await deleteOld();
    },
  );

  if (isSoak) {
    it.each([
      ["restoring it into Postgres 17", 1, 15],
      ["bringing the server up", 1, 17],
    ])("that is killed at `%s` is ended by the same command", async (line, count, version) => {
      const child = startChatkeep(stack, ["upgrade", "postgres", "--yes"]);
      let said = "";
      child.stderr?.on("data", (chunk) => {
        said += String(chunk);
      });
      await until(line, () => (said.split(line).length > count ? true : null), { seconds: 240 });
      child.kill("SIGKILL");
      const ended = await chatkeepSucceeds(stack, ["upgrade", "postgres", version === 17 ? "--yes" : "--rehearse"]);
      console.log(ended.stderr);
      await allWell(stack);
      expect([await major(), Number(await readSetting(stack.name, "postgresVersion"))]).toEqual([version, version]);
      await goesOn();
    });

    it("can be gone back from, and says what was written since; then it is done again", async () => {
      const { stderr } = await chatkeepSucceeds(stack, ["upgrade", "postgres", "--roll-back", "--yes"]);
      expect(stderr).toMatch(/Written since, and not served afterwards: \d+ events? in \d+ rooms?/);
      expect([await major(), Number(await readSetting(stack.name, "postgresVersion"))]).toEqual([15, 15]);
      expect((await made()).map((name) => name.slice(0, 21))).toContain("set-aside-postgres-17");
      expect(await reads(ben, room, before)).toBe("Can you read this?");
      await deleteOld();
    });
  }

  it("brings a database of another collation, on which Synapse does not start, to one on which it does", async () => {
    await bringFromElsewhere(stack, "en_US.UTF-8");
    const { stdout, stderr, seconds } = await chatkeepSucceeds(stack, ["upgrade", "postgres", "--to", "17", "--yes"]);
    console.log(`The upgrade took ${seconds.toFixed(1)} s:\n${stdout}`);
    expect(stderr).toContain("en_US.UTF-8");
    const collation = await askDatabase(stack, "SELECT datcollate FROM pg_database WHERE datname = 'synapse'");
    expect([await major(), collation]).toEqual([17, "C"]);
    await goesOn();
  });

  it("leaves the old cluster, which goes when the stack's name is typed", async () => {
    const [old] = await made();
    const { stdout } = await chatkeepSucceeds(stack, ["status"]);
    expect(stdout).toContain(`Set aside   ${old} in the volumes of postgres`);
    expect(stdout).toContain("upgrade postgres --delete-old");
    await chatkeepSucceeds(stack, ["restore", "--yes-delete-set-aside", stack.name]); // that is what restores left
    expect(await made()).toEqual([old]);
    if (isSoak) {
      const again = await chatkeepSucceeds(stack, ["upgrade", "postgres"]);
      expect(again.stdout).toContain("nothing to upgrade");
      expect((await chatkeep(stack, ["upgrade", "postgres", "--delete-old"])).exitCode).toBe(2);
    }
    await deleteOld();
    expect(await made()).toEqual([]);
  });
});
