import { readdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { expect } from "vitest";
import { observeStack } from "../../../src/io/docker/observations.ts";
import { machineProcesses } from "../../../src/io/machine/processes.ts";
import { parsePulumiState } from "../../../src/io/pulumi/state.ts";
import { chatkeepSucceeds, type Home } from "../stack/command-line.ts";
import { engineOf } from "../stack/engine.ts";
import { planOf } from "../stack/plan.ts";
import { openOperations } from "./scene.ts";
import { pathsFor } from "./strike.ts";

/** The next `up`, once: it must succeed, and leave the stack as if nothing had happened. Gives the seconds it took. */
export async function expectConvergence(home: Home, killedRuns: readonly string[]): Promise<number> {
  const { seconds } = await chatkeepSucceeds(home, ["up", "--yes", "--json"]);
  await expectAllWell(home, killedRuns);
  return seconds;
}

/** The stack is as if nothing had been killed. */
export async function expectAllWell(home: Home, killedRuns: readonly string[]): Promise<void> {
  await expectWell(home);
  await expectNothingLeft(home, killedRuns);
}

async function expectWell(home: Home): Promise<void> {
  const status = await chatkeepSucceeds(home, ["status", "--json"]);
  expect(JSON.parse(status.stdout)).toMatchObject({ healthy: true });
  const dryRun = await chatkeepSucceeds(home, ["up", "--dry-run", "--json"]);
  const { changes, drift, steps } = JSON.parse(dryRun.stdout);
  expect(JSON.stringify({ changes, drift, steps })).toBe('{"changes":[],"drift":[],"steps":[]}'); // as text, it says what is found
}

/** On the engine is what is planned, each once and known to the state; nothing of the killed runs is on the machine. */
async function expectNothingLeft(home: Home, killedRuns: readonly string[]): Promise<void> {
  const { services, networks, volumes, installer } = planOf(home);
  const paths = pathsFor(home);
  const engine = await observeStack(engineOf(home), home.name);
  const names = (things: readonly { readonly name: string }[]) => things.map(({ name }) => name).sort();
  const containers = engine.containers.filter(({ name }) => !name.startsWith(installer.namePrefix));
  expect(names(containers)).toEqual(names(Object.values(services)));
  expect(engine.containers).toHaveLength(containers.length + 1);
  expect(names(engine.networks)).toEqual(names(Object.values(networks)));
  expect(names(engine.volumes)).toEqual(names(Object.values(volumes)));
  const known = parsePulumiState(await readFile(paths.checkpoint, "utf8")).resources.map(({ id }) => id);
  expect(known).toEqual(expect.arrayContaining([...engine.containers, ...engine.networks].map(({ id }) => id)));
  expect(await openOperations(paths)).toEqual([]);
  for (const run of killedRuns) expect(await machineProcesses.ofRun(run)).toEqual([]);
  const locks = await readdir(paths.locks).catch(() => []);
  expect(locks.filter((file) => file.endsWith(".json"))).toEqual([]); // beside them Pulumi's store leaves what no one reads
  expect(await unfinishedFiles(home)).toEqual([]);
}

/** Files that only a run at work has. */
async function unfinishedFiles(home: Home): Promise<readonly string[]> {
  const { stateFolder, stackFile } = pathsFor(home);
  const files = [...(await readdir(stateFolder)), ...(await readdir(dirname(stackFile)))];
  return files.filter((file) => /\.part$|^running\.json|^master-key|^events/.test(file) && isOf(home, file));
}

function isOf({ name }: Home, file: string): boolean {
  return !file.startsWith("Pulumi.") || file.startsWith(`Pulumi.${name}.`);
}
