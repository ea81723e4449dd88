import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packageFolder } from "../../../src/io/machine/program-files.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { checkTitles } from "../../../src/operations/try/check.ts";
import { type BrokenCase, brokenSettings } from "../../support/broken-settings.ts";
import { sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds } from "../../support/stack/command-line.ts";
import {
  beginTry,
  type PrintedTrial,
  readTrial,
  runTry,
  type TrialFolder,
  throwawaysOnEngine,
  trialFolder,
} from "../../support/stack/trials.ts";

const good = "chatkeep:serverName: team.test\nchatkeep:tls: internal\nchatkeep:memory: 1 GiB";
const isRunning = ({ at }: BrokenCase) => at !== "settings";
const patient = { seconds: 60, everyMilliseconds: 50 };

let folder: TrialFolder;
let settings: string;

beforeAll(async () => {
  folder = await trialFolder();
  settings = await folder.write(good);
});
afterAll(() => folder[Symbol.asyncDispose]());

for (const tests of sample("trials that end otherwise", [trialKilled, trialStopped, trialOfBroken], 1)) tests();

describe("settings that are broken", () => {
  it("come in at least twenty kinds, found at every stage", () => {
    expect(brokenSettings.length).toBeGreaterThanOrEqual(20);
    expect(new Set(brokenSettings.map(({ at }) => at))).toEqual(new Set(["settings", "parser", "log-in", "message"]));
  });

  it.concurrent.each(
    sample(
      "broken settings that do not start",
      brokenSettings.filter((each) => !isRunning(each)),
      3,
    ),
  )("are refused before anything is made: $title", async (broken) => {
    const outcome = await runTry(folder, "--json", "--settings", await folder.write(broken.text));
    expect(outcome).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(broken.says) });
  });
});

const allPassed = Object.keys(checkTitles).map((id) => [id, "passed"]);

function outcomesOf({ checks }: PrintedTrial) {
  return checks.map(({ id, outcome }) => [id, outcome]);
}

/** A trial that was killed while the engine had part of its stack; gives the stack's name. */
async function killedTrial(): Promise<string> {
  const trial = beginTry(folder, "--settings", settings);
  await untilTrue("part of a throwaway stack", async () => (await throwawaysOnEngine()).length > 0, patient);
  trial.signal("SIGKILL");
  expect((await trial.ended).exitCode).toBeNull();
  const [name = ""] = await throwawaysOnEngine();
  return name;
}

/** What trials left: on the engine, and as settings in this checkout. */
async function left() {
  const files = await readdir(join(packageFolder, "stacks"));
  return { engine: await throwawaysOnEngine(), files: files.filter((name) => /^Pulumi\.(try|kept)-/.test(name)) };
}

async function observeAndDestroy({ stack }: PrintedTrial): Promise<void> {
  const home = { name: stack, dockerHost: null, stateHome: folder.stateHome };
  expect(JSON.parse((await chatkeepSucceeds(home, ["status", "--json"])).stdout)).toMatchObject({ healthy: true });
  expect((await chatkeep(home, ["destroy", "--yes-delete-data", stack])).exitCode).toBe(0);
  expect(await left()).toEqual({ engine: [], files: [] });
}

function trialKilled(): void {
  describe("a trial that is killed", () => {
    it("is removed by the next, while two at once pass every check and do not get in each other's way", async () => {
      const killed = await killedTrial();
      const outcomes = await Promise.all([
        runTry(folder, "--json", "--settings", settings),
        runTry(folder, "--json", "--settings", settings, "--keep"),
      ]);
      const [gone, kept] = outcomes.map(readTrial);
      if (gone === undefined || kept === undefined) throw new Error("there are two trials");
      expect(outcomes.map(({ stderr }) => stderr).join("")).toContain(`removed ${killed}`);
      for (const trial of [gone, kept]) expect(outcomesOf(trial)).toEqual(allPassed);
      console.log(`Served after ${gone.seconds.serving?.toFixed(1)} s and ${kept.seconds.serving?.toFixed(1)} s.`);
      expect(await left()).toEqual({ engine: [kept.stack], files: [`Pulumi.${kept.stack}.yaml`] });
      await observeAndDestroy(kept);
    }, 300_000);
  });
}

function trialStopped(): void {
  describe("a trial that is stopped by Ctrl-C", () => {
    it("says so, fails, and leaves nothing", async () => {
      const trial = beginTry(folder, "--settings", settings);
      await untilTrue("part of a throwaway stack", async () => (await throwawaysOnEngine()).length > 0, patient);
      trial.signal("SIGINT");
      const { exitCode, stderr } = await trial.ended;
      expect(exitCode).toBe(1);
      expect(stderr).toContain("Stopped on request");
      expect(await left()).toEqual({ engine: [], files: [] });
    });
  });
}

function trialOfBroken(): void {
  describe("settings that are broken and start", () => {
    it.each(sample("broken settings that start", brokenSettings.filter(isRunning), 1))(
      "are named for what is wrong, and nothing stays: $at, $title",
      async ({ text, at, says }) => {
        const outcome = await runTry(folder, "--json", "--settings", await folder.write(text));
        const trial = readTrial(outcome);
        expect(outcome.exitCode).toBe(3);
        const failed = trial.checks.filter((check) => check.outcome === "failed");
        expect(failed).toEqual([expect.objectContaining({ id: at, found: expect.stringContaining(says) })]);
        expect(await left()).toEqual({ engine: [], files: [] });
      },
    );
  });
}
