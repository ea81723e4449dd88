import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Step } from "../../../src/operations/up/steps.ts";
import { keptInLayers, killInstallerOfUp } from "../../support/kills/installer.ts";
import { describeMoment, type Moment, moments } from "../../support/kills/moments.ts";
import { change, converge, finish, lateContainer, strikeAll } from "../../support/kills/round.ts";
import { ana, letAnaIn } from "../../support/members/administrator.ts";
import { type InsideClient, type Message, readMessage, signInInside } from "../../support/members/inside-client.ts";
import { sample } from "../../support/sample.ts";
import { chatkeepSucceeds, type Home } from "../../support/stack/command-line.ts";
import { bringUp, newHome, testSettings } from "../../support/stack/stack.ts";
import { readSetting, writeStackFile } from "../../support/stack/stack-file.ts";
import { removeStack } from "../../support/stack/sweep.ts";

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
  "askAsClient",
  "saveAuthority",
] as const satisfies readonly Step["kind"][];

const of = (scenario: Moment["scenario"]) => moments.filter((moment) => moment.scenario === scenario);
const named = (some: readonly Moment[]) => some.map((moment) => [describeMoment(moment), moment] as const);
const patience = 300_000;

const firstDeployments: readonly (readonly [string, (home: Home) => Promise<void>])[] = [
  ...of("first deployment").map((moment) => [describeMoment(moment), (home: Home) => finish(home, moment)] as const),
  ["group with a request under way, which the engine fulfils once the next `up` has looked", lateContainer],
];

/** The stack that is there: the last one that was killed at first and finished goes on to be changed. */
let standing: Home | null = null;

afterAll(removeStanding);

async function removeStanding(): Promise<void> {
  if (standing !== null) await removeStack(standing);
  standing = null;
}

async function declareAnother(): Promise<Home> {
  await removeStanding();
  standing = await newHome();
  await writeStackFile(standing.name, await testSettings());
  return standing;
}

for (const tests of sample("runs of `up` that are killed", [killedFirst, killedChange], 1)) tests();

function killedFirst(): void {
  describe("a first deployment that was killed", () => {
    it.each(sample("killed first deployments", firstDeployments, 1))(
      "is finished by the next `up`: %s",
      async (_, killAndConverge) => killAndConverge(await declareAnother()),
      patience,
    );
  });
}

function killedChange(): void {
  describe("a change that was killed", () => {
    let home: Home;
    let client: InsideClient;
    let message: Message;
    let stored: unknown;

    beforeAll(async () => {
      home = standing ?? (await bringUp(await declareAnother()));
      ({ client, message } = await letAnaIn(home, "kept through every kill"));
      stored = await readSetting(home.name, "masterKey");
    });

    for (const tests of sample("what is killed of a change", [killedRun, killedInstaller], 1)) tests();

    function killedRun(): void {
      it.each(named(sample("killed changes", of("change"), 1)))(
        "is finished by the next `up`, and loses nothing: %s",
        async (_, moment) => {
          const takeBack = await change(home.name, moment);
          const struck = await strikeAll(home, moment);
          if (moment.isTakenBack) await takeBack();
          await converge(home, struck);
          const { stdout } = await chatkeepSucceeds(home, ["journal", "verify", "--json"]);
          expect(JSON.parse(stdout)).toMatchObject({ whole: true });
          expect(await readMessage(home, client, message)).toContain("kept through every kill");
          await signInInside(home, ana);
          expect(await readSetting(home.name, "masterKey")).toEqual(stored);
        },
        patience,
      );
    }

    function killedInstaller(): void {
      it(
        "whose installer was killed is finished by the next `up`, and the secrets that it was given are gone",
        async () => {
          await change(home.name, { change: "memory" });
          const { exitCode, stderr } = await killInstallerOfUp(home);
          expect([exitCode, stderr]).toEqual([
            1,
            expect.stringContaining("stopped before it finished (exit code 137)"),
          ]);
          expect(await keptInLayers(home)).toContainEqual(expect.stringContaining("/in/synapse/"));
          await converge(home, []);
          expect(await keptInLayers(home)).toEqual([]);
        },
        patience,
      );
    }
  });
}
