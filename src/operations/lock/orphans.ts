import type { World } from "../steps/world.ts";

const graceMilliseconds = 3_000;
const glanceMilliseconds = 50;

/** Ends a process that a killed run left: it is asked first, and has three seconds. */
export async function endOrphan(pid: number, { processes, clock }: Pick<World, "processes" | "clock">): Promise<void> {
  processes.end(pid, false);
  const deadline = clock.now().getTime() + graceMilliseconds;
  while (await processes.isAlive(pid)) {
    if (clock.now().getTime() > deadline) return processes.end(pid, true);
    await clock.pause(glanceMilliseconds);
  }
}
