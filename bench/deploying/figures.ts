/** A middle and the spread around it, in seconds. */
export interface Figure {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** What several runs of one thing come to. */
export function figureOf(seconds: readonly number[]): Figure {
  const sorted = [...seconds].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return { median: (low + high) / 2, least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN };
}

/** A figure as people read it: `13.4 s (12.9–14.0)`. */
export function showFigure({ median, least, most }: Figure): string {
  return `${shown(median)} s (${shown(least)}–${shown(most)})`;
}

/** What takes less than a second is worth a second digit. */
function shown(seconds: number): string {
  return seconds.toFixed(seconds < 1 ? 2 : 1);
}
