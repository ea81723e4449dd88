import { Refusal } from "../../errors.ts";
import type { PulumiLock } from "../../io/pulumi/state.ts";
import type { LockWorld } from "./take-lock.ts";

/** What waiting for Pulumi needs of the world. */
export interface PulumiLockWorld extends LockWorld {
  /** The locks that Pulumi's processes, living or dead, hold on the stack. */
  locks(): Promise<readonly PulumiLock[]>;
}

const glanceMilliseconds = 300;

/** Waits for every Pulumi that is at work on the stack, and gives the locks whose process is gone. A live one is never taken. */
export async function awaitLocks(world: PulumiLockWorld): Promise<readonly PulumiLock[]> {
  for (;;) {
    const locks = await world.locks();
    const judged = await Promise.all(locks.map(async (lock) => ({ lock, live: await isLive(world, lock) })));
    const live = judged.find((each) => each.live);
    if (live === undefined) return locks;
    world.say(`waiting for Pulumi (process ${live.lock.pid}), which is running on this stack`);
    await world.clock.pause(glanceMilliseconds);
  }
}

/** The kernel reuses process numbers, so a lock is held only by a process that runs `pulumi`. */
async function isLive({ processes, host }: LockWorld, { file, pid, host: holder }: PulumiLock): Promise<boolean> {
  if (pid === null) return false;
  if (holder !== host)
    throw new Refusal(`Pulumi has locked the stack on ${holder} (process ${pid})`, {
      next: `Wait until it ends. If you are certain that it does not run any more:  rm ${file}`,
    });
  return (await processes.isAlive(pid)) && (await processes.programOf(pid)) === "pulumi";
}
