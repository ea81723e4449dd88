import type Docker from "dockerode";
import { containerLayers } from "../../../src/io/leaks/layers.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { chatkeep, type Home, type Outcome } from "../stack/command-line.ts";
import { engineOf } from "../stack/engine.ts";
import { planOf } from "../stack/plan.ts";

/** Runs `up`, and kills the installer that it starts, as the kernel does when memory runs out. Gives how `up` ended. */
export async function killInstallerOfUp(home: Home): Promise<Outcome> {
  const engine = engineOf(home);
  const prefix = planOf(home).installer.namePrefix;
  const up = chatkeep(home, ["up", "--yes"]);
  let isOver = false;
  void up.finally(() => {
    isOver = true;
  });
  await untilTrue("installer that runs", async () => isOver || (await killRunning(engine, prefix)), {
    seconds: 240,
    everyMilliseconds: 20,
  });
  return await up;
}

/** What is in the layers of the stack's containers: nothing, where each has left nothing behind. */
export async function keptInLayers(home: Home): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const { where } of containerLayers(engineOf(home), home.name)) files.push(where);
  return files;
}

async function killRunning(engine: Docker, prefix: string): Promise<boolean> {
  const [running] = await engine.listContainers({ filters: { name: [prefix], status: ["running"] } });
  if (running === undefined) return false;
  await engine.getContainer(running.Id).kill({ signal: "SIGKILL" });
  return true;
}
