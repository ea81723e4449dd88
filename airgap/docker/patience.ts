import { setTimeout as pause } from "node:timers/promises";
import { statusOf, unlessMissing } from "../../src/io/docker/engine-answers.ts";

const betweenObservations = 100; // milliseconds

type Limits = { readonly seconds: number; readonly cancelled: AbortSignal; readonly late: () => Error };

/** Looks again and again until there is an answer; null from `look` means not yet. Past the deadline, `late` says why. */
export async function waitFor<Answer>(observe: () => Promise<Answer | null>, limits: Limits): Promise<Answer> {
  const deadline = Date.now() + limits.seconds * 1000;
  for (;;) {
    const answer = await observe();
    if (answer !== null) return answer;
    if (Date.now() >= deadline) throw limits.late();
    await pause(betweenObservations, undefined, { signal: limits.cancelled });
  }
}

/** Removes what may still be in use for a moment, which the engine reports with the status `inUse`; if it is already gone, that is a success. */
export async function removeWhenUnused(remove: () => Promise<unknown>, inUse: number, limits: Limits): Promise<void> {
  await waitFor(async () => {
    try {
      await unlessMissing(remove());
      return true;
    } catch (error) {
      if (statusOf(error) === inUse) return null;
      throw error;
    }
  }, limits);
}
