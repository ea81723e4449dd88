const steps = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1_000, "second"],
] as const;

/** A span in the largest unit of which there are two or more, such as `36 hours`; of less than two seconds it says that. */
export function formatAge(milliseconds: number): string {
  const found = steps.find(([length]) => milliseconds >= 2 * length);
  return found === undefined ? "a moment" : `${Math.floor(milliseconds / found[0])} ${found[1]}s`;
}

/** Bytes in the unit that says most, such as `1.2 GB`. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"] as const;
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)));
  const value = bytes / 1_000 ** power;
  return `${value >= 100 || power === 0 ? value.toFixed(0) : value.toFixed(1)} ${units[power]}`;
}
