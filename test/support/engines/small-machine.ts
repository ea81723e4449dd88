import { forwardPort } from "../network/forward.ts";
import type { Home } from "../stack/command-line.ts";
import { planOf } from "../stack/plan.ts";
import type { Sources } from "../stack/sources.ts";
import { bringUp, newHome, type StackRecord, testSettings } from "../stack/stack.ts";
import { writeStackFile } from "../stack/stack-file.ts";
import { forgetStack } from "../stack/sweep.ts";
import { removeEngine, type SecondEngine, startSecondEngine } from "./second-engine.ts";
import { type SmallDisk, smallDisk } from "./small-disk.ts";

/** A stack on an engine of its own whose data volumes are small disks; this machine's clients reach it. */
export interface SmallMachine {
  readonly engine: SecondEngine;
  readonly stack: StackRecord;
  readonly disks: { readonly postgres: SmallDisk; readonly synapse: SmallDisk };
  remove(): Promise<void>;
}

/** Boots it from the sources of a stack that is up; where that fails, nothing of it stays. */
export async function bootSmallMachine(sources: Sources): Promise<SmallMachine> {
  const cleanup = new AsyncDisposableStack(); // does the last first, and each whatever became of the others
  try {
    const engine = await startSecondEngine(sources.images);
    cleanup.defer(() => removeEngine(engine));
    const home = await declareOn(engine, sources);
    cleanup.defer(() => forgetStack(home));
    const { volumes, postgres } = planOf(home);
    const disks = {
      // Room for all of its log besides: many rounds would fill the disk with that alone.
      postgres: await smallDisk(engine, volumes.postgres.name, postgres.largestLogMebibytes + 400),
      synapse: await smallDisk(engine, volumes.synapse.name, 150),
    };
    for (const disk of Object.values(disks)) cleanup.defer(() => disk.unmount());
    const stack = await bringUp(home);
    cleanup.use(await forwardPort(engine, Number(new URL(stack.baseUrl).port)));
    return { engine, stack, disks, remove: () => cleanup.disposeAsync() };
  } catch (error) {
    await cleanup.disposeAsync();
    throw error;
  }
}

async function declareOn({ address }: SecondEngine, { settings }: Sources): Promise<Home> {
  const home = await newHome({ dockerHost: address });
  await writeStackFile(home.name, { ...(await testSettings()), ...settings });
  return home;
}
