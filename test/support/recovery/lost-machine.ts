import { rm } from "node:fs/promises";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import { newHomeWithTemporaryFolder } from "../leaks/printed.ts";
import type { Home } from "../stack/command-line.ts";
import { engineOf } from "../stack/engine.ts";
import { planOf } from "../stack/plan.ts";

/** Everything of a stack goes but its data volumes: its containers as by a power cut, its settings, its state and its journal. */
export async function loseMachine(home: Home): Promise<Home> {
  const engine = engineOf(home);
  const planned = Object.entries(planOf(home).volumes).filter(([role]) => !role.startsWith("configuration-"));
  const data = new Set<string>(planned.map(([, { name }]) => name));
  const filters = { label: [`chatkeep.stack=${home.name}`] };
  const containers = await engine.listContainers({ all: true, filters });
  for (const { Id } of containers) await engine.getContainer(Id).remove({ force: true });
  for (const { Id } of await engine.listNetworks({ filters })) await engine.getNetwork(Id).remove();
  const { Volumes } = await engine.listVolumes({ filters: JSON.stringify(filters) });
  for (const { Name } of Volumes) if (!data.has(Name)) await engine.getVolume(Name).remove();
  await rm(stackFilePath(home.name));
  await rm(home.stateHome, { recursive: true });
  const { stateHome, environment = {} } = await newHomeWithTemporaryFolder();
  return { ...home, stateHome, environment };
}
