import { setTimeout as pause } from "node:timers/promises";
import { StackError } from "../../errors.ts";

/** How long to wait for something, and how often to look. */
export interface Patience {
  readonly seconds?: number;
  readonly everyMilliseconds?: number;
}

/** Waits until `look` finds something (anything but null) and gives that; fails by saying what was awaited. */
export async function until<Found>(
  awaited: string,
  observe: () => Found | null | Promise<Found | null>,
  { seconds = 30, everyMilliseconds = 100 }: Patience = {},
): Promise<Found> {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const found = await observe();
    if (found !== null) return found;
    if (performance.now() > end) throw new StackError(`After ${seconds} seconds there was still no ${awaited}.`);
    await pause(everyMilliseconds);
  }
}

/** Waits until a question is answered with yes. */
export async function untilTrue(
  awaited: string,
  ask: () => boolean | Promise<boolean>,
  patience: Patience = {},
): Promise<void> {
  await until(awaited, async () => ((await ask()) ? true : null), patience);
}
