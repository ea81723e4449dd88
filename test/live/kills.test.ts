import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../../src/io/free-port.ts";
import type { Person } from "../../src/io/matrix/client.ts";
import { untilTrue } from "../../src/io/until.ts";
import type { Step } from "../../src/operations/step.ts";
import { nameOf } from "../../src/plan/names.ts";
import { chatkeepSucceeds, type Home } from "../support/command-line.ts";
import { engineOf } from "../support/engine.ts";
import { type InsideClient, leaveMessage, type Message, readMessage, signInInside } from "../support/inside-client.ts";
import { expectAllWell, expectConvergence } from "../support/kills/aftermath.ts";
import { type Blow, describeMoment, type Moment, moments } from "../support/kills/moments.ts";
import { isAhead } from "../support/kills/scene.ts";
import { type SlowEngine, startSlowEngine } from "../support/kills/slow-engine.ts";
import { pathsFor, type Struck, strike, strikeRequest, upWith } from "../support/kills/strike.ts";
import { masterKeyOf } from "../support/pulumi.ts";
import { sample } from "../support/sample.ts";
import { bringUp, newHome, testSettings } from "../support/stack.ts";
import { changeSetting, readSetting, type TestSettings, writeStackFile } from "../support/stack-file.ts";
import { removeStack } from "../support/sweep.ts";

describe("the moments", () => {
  const blows = moments.flatMap((moment) => moment.blows.map((blow) => ({ ...blow, scenario: moment.scenario })));
  const watched = blows.flatMap(({ when }) => {
    if (!("thing" in when)) return [];
    return [`${when.at} ${"operation" in when ? when.operation : "create"} ${when.thing}`];
  });

  it("are at least twenty, of first deployments and changes, of the process group and of the command line alone", () => {
    expect(blows.length).toBeGreaterThanOrEqual(20);
    for (const scenario of ["first deployment", "change"] as const)
      for (const victim of ["group", "command line"] as const)
        expect(blows.filter((blow) => blow.scenario === scenario && blow.victim === victim).length).toBeGreaterThan(2);
  });

  it("strike everything that Pulumi does to a thing, and the gaps between the engine and the checkpoint", () => {
    for (const thing of ["volume", "network"]) expect(watched).toContain(`requested create ${thing}`);
    expect(watched).toContain("ahead create container");
    for (const operation of ["create", "delete-replaced", "create-replacement", "delete"])
      expect(watched).toContain(`begun ${operation} container`);
    for (const gap of ["ahead create-replacement", "behind delete-replaced", "behind delete"])
      expect(watched).toContain(`${gap} container`);
  });

  it("strike every step of `up` that a test's stack has", () => {
    const struck = new Set(blows.flatMap(({ when }) => ("step" in when ? [when.step] : [])));
    expect(stepsOfUp.filter((each) => !struck.has(each))).toEqual([]);
  });
});

/**
 * Without three: orphans end by themselves as soon as their Pulumi does, settings write themselves in the stack `local` alone,
 * and the images are there.
 */
const stepsOfUp = [
  "takeOverLock",
  "removeUnfinished",
  "removeContainer",
  "removeNetwork",
  "makeMasterKey",
  "writePassphrase",
  "initStack",
  "writeSetting",
  "storeMasterKey",
  "keepStackFile",
  "dropPendingKey",
  "apply",
  "clearPendingCreations",
  "awaitHealth",
  "saveAuthority",
] as const satisfies readonly Step["kind"][];

const of = (scenario: Moment["scenario"]) => moments.filter((moment) => moment.scenario === scenario);
const named = (some: readonly Moment[]) => some.map((moment) => [describeMoment(moment), moment] as const);
const patience = 300_000;

async function strikeAll(home: Home, moment: Moment, engine?: SlowEngine): Promise<readonly Struck[]> {
  const struck: Struck[] = [];
  for (const blow of moment.blows) {
    struck.push(engine === undefined ? await strike(home, blow) : await strikeHeld(home, blow, engine));
    console.log(`kill -9 of the ${blow.victim} ${struck.at(-1)?.step}`);
  }
  const emptied = emptiedBy(home, moment);
  if (emptied !== null) await writeFile(emptied, "");
  return struck;
}

function emptiedBy(home: Home, { emptied }: Moment): string | null {
  if (emptied === undefined) return null;
  const { stackFile, checkpoint } = pathsFor(home);
  return emptied === "stack file" ? stackFile : `${checkpoint}.attrs`;
}

/** A request that is under way reaches the engine though the run is dead: the engine is then ahead of the checkpoint. */
async function strikeHeld(home: Home, blow: Blow, engine: SlowEngine): Promise<Struck> {
  const struck = await strikeRequest(home, engine, blow);
  if (blow.when.at !== "requested") return struck;
  const { thing } = blow.when;
  engine.release();
  if (blow.victim === "group")
    await untilTrue(`${thing} that the checkpoint does not know`, () => isAhead(home, pathsFor(home), thing));
  return struck;
}

async function converge(home: Home, struck: readonly Struck[]): Promise<void> {
  const seconds = await expectConvergence(
    home,
    struck.map(({ run }) => run),
  );
  console.log(`  the next \`up\` converged in ${seconds.toFixed(1)} s`);
}

const firstDeployments: readonly (readonly [string, (home: Home) => Promise<void>])[] = [
  ...of("first deployment").map((moment) => [describeMoment(moment), (home: Home) => finish(home, moment)] as const),
  ["group with a request under way, which the engine fulfils once the next `up` has looked", lateContainer],
];

describe("a first deployment that was killed", () => {
  let home: Home;

  beforeEach(async () => {
    home = await newHome();
    await writeStackFile(home.name, await testSettings());
  });

  afterEach(async () => {
    await removeStack(home);
  });

  it.each(sample("killed first deployments", firstDeployments, 1))(
    "is finished by the next `up`: %s",
    (_, killAndConverge) => killAndConverge(home),
    patience,
  );
});

async function finish(place: Home, moment: Moment): Promise<void> {
  const engine = await startSlowEngine(join(place.stateHome, "engine.sock"));
  const home = { ...place, dockerHost: engine.address };
  try {
    const struck = await strikeAll(home, moment, engine);
    const key = await keyOnDisk(home);
    await converge(home, struck);
    if (key.pending !== null) expect((await masterKeyOf(home)).text().reveal()).toBe(key.pending);
    if (key.stored !== null) expect(await readSetting(home.name, "masterKey")).toEqual(key.stored);
  } finally {
    await engine.close();
  }
}

/** What a killed run asked of the engine comes into being only after the next `up` has looked at it. */
async function lateContainer(place: Home): Promise<void> {
  const engine = await startSlowEngine(join(place.stateHome, "engine.sock"));
  const home = { ...place, dockerHost: engine.address };
  const when = { at: "requested", thing: "container", role: "postgres" } as const;
  try {
    const struck = await strikeRequest(home, engine, { victim: "group", when });
    console.log(`kill -9 of the group ${struck.step}`);
    const exitCode = await upWith(home, { call: "append", about: '"step":"takeOverLock"' }, async () => {
      engine.release();
      await untilTrue("container of the killed run", () => isOnEngine(place, nameOf(home.name, when.role)));
    });
    expect(exitCode).toBe(0);
    await expectAllWell(home, [struck.run]);
  } finally {
    await engine.close();
  }
}

function isOnEngine(place: Home, name: string): Promise<boolean> {
  return engineOf(place)
    .getContainer(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );
}

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
