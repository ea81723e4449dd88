import { setTimeout as pause } from "node:timers/promises";
import type Docker from "dockerode";
import { StackError } from "../../errors.ts";
import { unlessStatus } from "./engine-answers.ts";
import { stackLabel } from "./observations.ts";

/** The name of every stack that the engine has something of. */
export async function stacksOn(engine: Docker): Promise<readonly string[]> {
  const { containers, networks, volumes } = await labelled(engine, stackLabel);
  const names = [...containers, ...networks, ...volumes].map(({ Labels }) => Labels?.[stackLabel] ?? "");
  return [...new Set(names.filter((name) => name !== ""))];
}

/** How long an engine may take to let go of everything. */
const patienceMilliseconds = 30_000;
const glanceMilliseconds = 200;

/**
 * Removes everything of a stack from the engine, data too, and looks again until nothing has been there for that long: what an
 * engine was asked for by a process that is gone may still be coming.
 */
export async function removeFromEngine(
  engine: Docker,
  stack: string,
  { quietMilliseconds = 0 }: { readonly quietMilliseconds?: number } = {},
): Promise<void> {
  const start = performance.now();
  for (let quietSince: number | null = null; performance.now() - start < patienceMilliseconds; ) {
    const isEmpty = await removeOnce(engine, `${stackLabel}=${stack}`);
    quietSince = isEmpty ? (quietSince ?? performance.now()) : null;
    if (quietSince !== null && performance.now() - quietSince >= quietMilliseconds) return;
    await pause(isEmpty ? glanceMilliseconds : 50);
  }
  throw new StackError(`The engine did not remove everything of the stack ${stack}`, {
    next: `To see what is left:  docker ps --all --filter label=${stackLabel}=${stack}`,
  });
}

/** Removes what is there now; true when there was nothing. */
async function removeOnce(engine: Docker, label: string): Promise<boolean> {
  const { containers, networks, volumes } = await labelled(engine, label);
  // 404: gone meanwhile; 409: being removed already, or still in use by what is being removed.
  const unlessGone = (removal: Promise<unknown>) => unlessStatus([404, 409], removal);
  await Promise.all(containers.map(({ Id }) => unlessGone(engine.getContainer(Id).remove({ force: true, v: true }))));
  await Promise.all([
    ...networks.map(({ Id }) => unlessStatus([403, 404, 409], engine.getNetwork(Id).remove())),
    ...volumes.map(({ Name }) => unlessGone(engine.getVolume(Name).remove())),
  ]);
  return containers.length + networks.length + volumes.length === 0;
}

async function labelled(engine: Docker, label: string) {
  const filters = { label: [label] };
  const [containers, networks, { Volumes }] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listNetworks({ filters }),
    engine.listVolumes({ filters: JSON.stringify(filters) }),
  ]);
  return { containers, networks, volumes: Volumes };
}
