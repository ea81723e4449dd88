import { readFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Person } from "../support/client.ts";
import { chatkeepSucceeds, type Home } from "../support/command-line.ts";
import { type InsideClient, leaveMessage, type Message, readMessage, signInInside } from "../support/inside-client.ts";
import { expectConvergence } from "../support/kills/aftermath.ts";
import { describeMoment, type Moment, moments } from "../support/kills/moments.ts";
import { pathsFor, type Struck, strike } from "../support/kills/strike.ts";
import { freePort } from "../support/ports.ts";
import { masterKeyOf } from "../support/pulumi.ts";
import { sample } from "../support/sample.ts";
import { bringUp, newHome, testSettings } from "../support/stack.ts";
import { changeSetting, readSetting, type TestSettings, writeStackFile } from "../support/stack-file.ts";
import { removeStack } from "../support/sweep.ts";

const of = (scenario: Moment["scenario"]) => moments.filter((moment) => moment.scenario === scenario);
const named = (some: readonly Moment[]) => some.map((moment) => [describeMoment(moment), moment] as const);
const patience = 300_000;

async function strikeAll(home: Home, { blows }: Moment): Promise<readonly Struck[]> {
  const struck: Struck[] = [];
  for (const blow of blows) {
    struck.push(await strike(home, blow));
    console.log(`kill -9 of the ${blow.victim} ${struck.at(-1)?.step}`);
  }
  return struck;
}

async function converge(home: Home, struck: readonly Struck[]): Promise<void> {
  const seconds = await expectConvergence(
    home,
    struck.map(({ run }) => run),
  );
  console.log(`  the next \`up\` converged in ${seconds.toFixed(1)} s`);
}

describe("a first deployment that was killed", () => {
  let home: Home;

  beforeEach(async () => {
    home = await newHome();
    await writeStackFile(home.name, await testSettings());
  });

  afterEach(async () => {
    await removeStack(home);
  });

  it.each(named(sample("killed first deployments", of("first deployment"), 1)))(
    "is finished by the next `up`: %s",
    async (_, moment) => {
      const struck = await strikeAll(home, moment);
      const key = await keyOnDisk(home);
      await converge(home, struck);
      if (key.pending !== null) expect((await masterKeyOf(home)).text().reveal()).toBe(key.pending);
      if (key.stored !== null) expect(await readSetting(home.name, "masterKey")).toEqual(key.stored);
    },
    patience,
  );
});

/** The key as the killed run left it: in its own file, encrypted in the stack file, both, or neither. */
async function keyOnDisk(home: Home) {
  const pending = await readFile(pathsFor(home).pendingKey, "utf8").catch(() => null);
  return { pending, stored: await readSetting(home.name, "masterKey") };
}

describe("a change that was killed", () => {
  const ana: Person = { userId: "@ana:team.test", password: "four words are enough" };
  let home: Home;
  let client: InsideClient;
  let message: Message;
  let stored: unknown;

  beforeAll(async () => {
    home = await newHome();
    await writeStackFile(home.name, await testSettings());
    await bringUp(home);
    await chatkeepSucceeds(home, ["admin", "create", "ana", "--password-stdin"], `${ana.password}\n`);
    client = await signInInside(home, ana);
    message = await leaveMessage(home, client, "kept through every kill");
    stored = await readSetting(home.name, "masterKey");
  });

  afterAll(async () => {
    if (home !== undefined) await removeStack(home);
  });

  it.each(named(sample("killed changes", of("change"), 2)))(
    "is finished by the next `up`, and loses nothing: %s",
    async (_, moment) => {
      const takeBack = await change(home.name, moment);
      const struck = await strikeAll(home, moment);
      if (moment.isTakenBack) await takeBack();
      await converge(home, struck);
      expect(await readMessage(home, client, message)).toContain("kept through every kill");
      await signInInside(home, ana);
      expect(await readSetting(home.name, "masterKey")).toEqual(stored);
    },
    patience,
  );
});

/** Changes the setting to what it is not, and gives the way back. */
async function change(stack: string, { change: key = "memory" }: Moment): Promise<() => Promise<void>> {
  const before = await readSetting(stack, key);
  const other: TestSettings = {
    memory: before === "1 GiB" ? "1280 MiB" : "1 GiB",
    ports: { https: await freePort(), http: "off" },
  };
  await changeSetting(stack, key, other[key] ?? null);
  return () => changeSetting(stack, key, before);
}
