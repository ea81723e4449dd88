/** Seconds by what was measured. */
export type Measured = Readonly<Record<"dump" | "restore" | "compare", number>>;

/** A rehearsal that was good. */
export interface Rehearsal {
  /** The archive that was brought to life, and when its snapshot was taken; null where it was the running database's dump. */
  readonly archive: string | null;
  readonly at: string | null;
  readonly measured: Measured;
}

/** Seconds that stopping, switching and starting take, on top of what grows with the data. */
const fixedSeconds = 60;

/** How long members wait, from what a rehearsal measured on the same data. */
export function expectedDowntime({ dump, restore, compare }: Measured): number {
  return Math.ceil(dump + restore + compare) + fixedSeconds;
}

/** The same in words. */
export function downtimeText(measured: Measured): string {
  const parts = Object.entries(measured).map(([name, seconds]) => `${name} ${seconds.toFixed(1)} s`);
  return `about ${duration(expectedDowntime(measured))} (${parts.join(", ")}, and up to ${fixedSeconds} s to stop, switch and start)`;
}

/** A length of time, for a person. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  return seconds < 7_200 ? `${Math.ceil(seconds / 60)} minutes` : `${(seconds / 3_600).toFixed(1)} hours`;
}
