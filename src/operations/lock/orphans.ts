import type { Clock } from "../../io/machine/clock.ts";
import type { Processes } from "../../io/machine/processes.ts";

/** What ending a process needs of the world. */
interface EndingWorld {
  readonly processes: Pick<Processes, "end" | "isAlive">;
  readonly clock: Clock;
}

const graceMilliseconds = 3_000;
const glanceMilliseconds = 50;

/** Ends a process that a killed run left: it is asked first, and has three seconds. */
export async function endOrphan(pid: number, { processes, clock }: EndingWorld): Promise<void> {
  processes.end(pid, false);
  const deadline = clock.now().getTime() + graceMilliseconds;
  while (await processes.isAlive(pid)) {
    if (clock.now().getTime() > deadline) return processes.end(pid, true);
    await clock.pause(glanceMilliseconds);
  }
}
