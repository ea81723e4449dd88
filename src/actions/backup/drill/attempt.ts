import { StackError, VaultError } from "../../../errors.ts";
import type { Ended } from "../../../operations/backup/drill/facts.ts";
import type { ReportedStage } from "../../../operations/backup/drill/report.ts";

/** How a part of a drill ended; how long it took is kept with the stages. */
export async function timed(
  stages: ReportedStage[],
  name: string,
  doing: () => Promise<unknown>,
  signal?: AbortSignal,
) {
  const began = performance.now();
  const ended = await attempt(doing, signal);
  stages.push({ name, seconds: (performance.now() - began) / 1_000 });
  return ended;
}

/** How something ended. What is no message about a server or its backups is thrown on, and stopping is none. */
export async function attempt(doing: () => Promise<unknown>, signal?: AbortSignal): Promise<Ended> {
  try {
    await doing();
    return { kind: "done" };
  } catch (error) {
    if (signal?.aborted || !(error instanceof StackError || error instanceof VaultError)) throw error;
    return { kind: "failed", why: error.message };
  }
}
