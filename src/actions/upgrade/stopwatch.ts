import type { Measured } from "../../operations/upgrade/downtime.ts";

/** How long the parts of an upgrade take. */
export interface Stopwatch {
  timed(part: keyof Measured, doing: () => Promise<void>): Promise<void>;
  /** For a part that was measured elsewhere. */
  note(part: keyof Measured, seconds: number): void;
  /** What was measured so far. */
  seconds(): Measured;
}

/** One that has measured nothing yet. */
export function measuring(): Stopwatch {
  const seconds = { dump: 0, restore: 0, compare: 0 };
  return {
    seconds: () => seconds,
    note: (part, took) => {
      seconds[part] = took;
    },
    timed: async (part, doing) => {
      const start = performance.now();
      await doing();
      seconds[part] = (performance.now() - start) / 1_000;
    },
  };
}
