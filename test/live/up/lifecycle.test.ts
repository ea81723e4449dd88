import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { observeStack } from "../../../src/io/docker/observations.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { userAtMachine } from "../../../src/io/machine/user.ts";
import {
  removeEngine,
  restartEngine,
  type SecondEngine,
  startSecondEngine,
} from "../../support/engines/second-engine.ts";
import { startSshServer } from "../../support/engines/ssh-server.ts";
import { pathsFor } from "../../support/leaks/secrets.ts";
import { ana, letAnaIn } from "../../support/members/administrator.ts";
import { type InsideClient, type Message, readMessage, signInInside } from "../../support/members/inside-client.ts";
import { sample } from "../../support/sample.ts";
import { chatkeep, chatkeepSucceeds, type Home } from "../../support/stack/command-line.ts";
import { engineOf, printedIn, roles } from "../../support/stack/engine.ts";
import { healthOf } from "../../support/stack/health.ts";
import { planOf } from "../../support/stack/plan.ts";
import { newHome, testSettings } from "../../support/stack/stack.ts";
import { writeStackFile } from "../../support/stack/stack-file.ts";
import { forgetStack } from "../../support/stack/sweep.ts";

const { settings, images } = inject("sources");
let engine: SecondEngine;
let stack: Home;
let client: InsideClient;
let message: Message;

beforeAll(async () => {
  engine = await startSecondEngine(images);
  const ssh = await startSshServer(engine);
  // The command line goes over ssh; the test itself looks at the engine through its socket.
  const environment = { DOCKER_HOST: ssh.address, PATH: `${ssh.programs}:${process.env.PATH}` };
  stack = await newHome({ dockerHost: engine.address, environment });
  await writeStackFile(stack.name, { ...(await testSettings()), throwaway: false, ...settings });
});

afterAll(async () => {
  if (stack !== undefined) await forgetStack(stack);
  if (engine !== undefined) await removeEngine(engine);
});

describe("an engine on another machine, over ssh", () => {
  it("gets the whole stack by `up`", async () => {
    const { stdout, seconds } = await chatkeepSucceeds(stack, ["up", "--json"]);
    console.log(`\`chatkeep up\` over ssh took ${seconds.toFixed(1)} s.`);
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, serverName: "team.test" });
    expect((await observe()).containers.map(({ role }) => role)).toEqual(expect.arrayContaining([...roles]));
  });

  it("is told by `status` to be well", async () => {
    const { stdout } = await chatkeepSucceeds(stack, ["status", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ healthy: true });
  });

  it("lets the administrator in that `account create --admin` makes", async () => {
    ({ client, message } = await letAnaIn(stack, "kept through everything"));
  });
});

describe("the journal", () => {
  it("says who did what, and is as it was written", async () => {
    const [verified, shown] = [await chatkeepSucceeds(stack, ["journal", "verify", "--json"]), await lastEntry()];
    expect(JSON.parse(verified.stdout)).toMatchObject({ whole: true, findings: [], torn: [] });
    expect(shown).toMatchObject({ who: userAtMachine(), command: "account create", outcome: "done" });
  });

  it("names, with 3, a line that someone changed, until it is as it was", async () => {
    const { journal } = pathsFor(stack);
    const text = await readFile(journal, "utf8");
    await writeFile(journal, text.replace('"step":"apply"', '"step":"idled"'));
    const { stdout, exitCode } = await chatkeep(stack, ["journal", "verify"]);
    await writeFile(journal, text);
    expect([exitCode, stdout]).toEqual([3, expect.stringMatching(/entry \d+ \(line \d+\) was changed/)]);
  });
});

const befalls = sample("what befalls an engine", ["a restart", "a lost volume"] as const, 1);

if (befalls.includes("a restart"))
  describe("after the engine was restarted", () => {
    it("everything comes back by itself", async () => {
      await restartEngine(engine);
      const areWell = async () =>
        (await Promise.all(roles.map((role) => healthOf(stack, role)))).every((each) => each === "healthy");
      await untilTrue("healthy Postgres, Synapse and proxy", areWell, { seconds: 90 });
      expect(await readMessage(stack, client, message)).toContain("kept through everything");
    });
  });

describe("destroy", () => {
  for (const tests of sample("ways back after destroy", [onSameMachine, onAnotherMachine], 1)) tests();

  if (befalls.includes("a lost volume")) {
    it("and `up` make nothing of data that the engine lost, and name it", async () => {
      await chatkeepSucceeds(stack, ["destroy", "--yes"]);
      const { name } = planOf(stack).volumes.synapse;
      await engineOf(stack).getVolume(name).remove();
      for (const words of [
        ["up", "--yes"],
        ["destroy", "--yes"],
      ]) {
        const { exitCode, stderr } = await chatkeep(stack, words);
        expect(stderr).toContain(`${name} is not there`);
        expect(exitCode).toBe(2);
      }
      expect((await observe()).containers).toEqual([]);
      expect((await observe()).volumes.map((volume) => volume.name)).not.toContain(name);
    }, 600_000);
  }

  it("deletes no data for a mistyped name", async () => {
    const before = (await observe()).volumes;
    const { exitCode } = await chatkeep(stack, ["destroy", "--yes", "--yes-delete-data", "another"]);
    expect(exitCode).toBe(2);
    expect((await observe()).volumes).toEqual(before);
  });

  it("leaves nothing on the engine when the data is deleted on purpose", async () => {
    await chatkeepSucceeds(stack, ["destroy", "--yes", "--yes-delete-data", stack.name]);
    expect(await observe()).toEqual({ containers: [], networks: [], volumes: [] });
    expect(await namesOnEngine()).toEqual([]);
  });

  it("keeps the journal of the server whose data was deleted", async () => {
    const { keptJournals, stateFolder } = pathsFor(stack);
    const [copy = ""] = (await readdir(keptJournals)).filter((name) => name.endsWith(".jsonl"));
    const { stdout } = await chatkeepSucceeds(stack, [
      "journal",
      "verify",
      "--json",
      "--file",
      join(keptJournals, copy),
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ whole: true });
    expect((await stat(join(keptJournals, copy))).mode & 0o777).toBe(0o600);
    expect(existsSync(stateFolder)).toBe(false);
  });
});

/** The same checkout and passphrase, and nothing else that the first machine remembered. */
async function onNewMachine(home: Home): Promise<Home> {
  const { stateHome } = await newHome();
  const moved = { ...home, stateHome };
  const { passphrase } = pathsFor(moved);
  await mkdir(dirname(passphrase), { recursive: true });
  await rename(pathsFor(home).passphrase, passphrase);
  await rm(home.stateHome, { recursive: true });
  return moved;
}

/** The journal's last line. */
async function lastEntry(): Promise<unknown> {
  const { stdout } = await chatkeepSucceeds(stack, ["journal", "show", "--lines", "1", "--json"]);
  return JSON.parse(stdout).lines[0].deed;
}

function observe() {
  return observeStack(engineOf(stack), stack.name);
}

/** By name as well as by label: nothing of the stack may stay under either. */
async function namesOnEngine(): Promise<readonly string[]> {
  const docker = engineOf(stack);
  const [containers, networks, { Volumes }] = await Promise.all([
    docker.listContainers({ all: true }),
    docker.listNetworks(),
    docker.listVolumes(),
  ]);
  const names = [...containers.flatMap(({ Names }) => Names), ...[...networks, ...Volumes].map(({ Name }) => Name)];
  return names.filter((name) => name.includes(stack.name));
}

/** The first two words of Synapse's key file are the key's id; the third is the secret. */
function signingKeyId(): Promise<string> {
  return printedIn(stack, "synapse", "cut", "-d", " ", "-f", "1,2", "signing.key");
}

function onSameMachine(): void {
  it("takes the server down, keeps its data, and `up` brings users, messages and signing key back", async () => {
    const key = await signingKeyId();
    await chatkeepSucceeds(stack, ["destroy", "--yes"]);
    const left = await observe();
    expect(left.containers).toEqual([]);
    const data = roles.map((role) => planOf(stack).volumes[role].name);
    expect(left.volumes.map(({ name }) => name)).toEqual(expect.arrayContaining(data));
    await chatkeepSucceeds(stack, ["up"]);
    expect(await signingKeyId()).toBe(key);
    expect(await readMessage(stack, client, message)).toContain("kept through everything");
    await signInInside(stack, ana);
  });
}

function onAnotherMachine(): void {
  it("asks where the checkpoint is lost, then removes what runs; and a new machine's `up` takes the data over", async () => {
    const key = await signingKeyId();
    await rm(pathsFor(stack).backend, { recursive: true });
    const asked = await chatkeep(stack, ["destroy"]);
    expect(asked.stderr).toContain(planOf(stack).services.synapse.name);
    expect(asked.exitCode).toBe(2);
    expect((await observe()).containers.length).toBeGreaterThan(2);
    await chatkeepSucceeds(stack, ["destroy", "--yes"]);
    expect((await observe()).containers).toEqual([]);
    stack = await onNewMachine(stack);
    const { stderr } = await chatkeepSucceeds(stack, ["up", "--yes"]);
    expect(stderr).toContain(`adopt   volume    ${planOf(stack).volumes.postgres.name}`);
    expect(await signingKeyId()).toBe(key);
    expect(await readMessage(stack, client, message)).toContain("kept through everything");
  }, 600_000);
}
