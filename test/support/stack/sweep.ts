import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { unlessMissing } from "../../../src/io/docker/engine-answers.ts";
import { stackLabel } from "../../../src/io/docker/observations.ts";
import { removeFromEngine, stacksOn } from "../../../src/io/docker/stack-removal.ts";
import { machineProcesses } from "../../../src/io/machine/processes.ts";
import { packageFolder, stackFilePath } from "../../../src/io/machine/program-files.ts";
import type { Home } from "./command-line.ts";
import { engineOf } from "./engine.ts";

/** The names test stacks have: the number is that of the process that made them. */
const testName = /^test-(\d+)-[0-9a-f]{6}$/;

/** Removes all there is of a test's stack: from the engine, from the checkout and from this machine. */
export async function removeStack(home: Home): Promise<void> {
  await removeFromEngine(engineOf(home), home.name);
  await forgetStack(home);
}

/** The same where the engine itself goes. */
export async function forgetStack({ name, stateHome }: Home): Promise<void> {
  await rm(stackFilePath(name), { force: true });
  await rm(stateHome, { recursive: true, force: true });
}

/** Removes what test runs left that were killed: stacks on this machine's engine, their settings and their folders. */
export async function sweepLeftovers(): Promise<readonly string[]> {
  const engine = engineOf({ dockerHost: null });
  const names = new Set([...(await stacksOn(engine)), ...(await stackFiles())]);
  const dead = await onlyDead([...names]);
  for (const name of dead) {
    await removeBeside(engine, name);
    await removeFromEngine(engine, name);
    await rm(stackFilePath(name), { force: true });
  }
  await removeFolders(dead);
  return dead;
}

/** What a test had put beside its server, without the stack's label, and which keeps the server's volumes in use. */
async function removeBeside(engine: Docker, name: string): Promise<void> {
  const { Volumes } = await engine.listVolumes({ filters: JSON.stringify({ label: [`${stackLabel}=${name}`] }) });
  const filters = { volume: Volumes.map((volume) => volume.Name) };
  const users = Volumes.length === 0 ? [] : await engine.listContainers({ all: true, filters });
  await Promise.all(users.map(({ Id }) => unlessMissing(engine.getContainer(Id).remove({ force: true }))));
}

async function stackFiles(): Promise<readonly string[]> {
  const files = await readdir(join(packageFolder, "stacks"));
  return files.flatMap((file) => /^Pulumi\.(test-.*)\.yaml$/.exec(file)?.[1] ?? []);
}

async function onlyDead(names: readonly string[]): Promise<readonly string[]> {
  const owners = names.map((name) => testName.exec(name)?.[1] ?? null);
  const alive = await Promise.all(owners.map((pid) => pid === null || machineProcesses.isAlive(Number(pid))));
  return names.filter((_, index) => !alive[index]);
}

async function removeFolders(stacks: readonly string[]): Promise<void> {
  const folders = await readdir(tmpdir());
  const left = folders.filter((folder) => stacks.some((name) => folder.startsWith(`chatkeep-${name}-`)));
  await Promise.all(left.map((folder) => rm(join(tmpdir(), folder), { recursive: true, force: true })));
}
