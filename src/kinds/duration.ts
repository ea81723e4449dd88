import type { Branded } from "./brand.ts";

/** A span of time in milliseconds. */
export type Duration = Branded<number, "Duration">;

const units: Readonly<Record<string, number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  year: 31_536_000_000,
};

/** Reads `14 days` or `1 hour`; null when the text is no duration. A year is 365 days, as in Synapse's settings. */
export function parseDuration(text: string): Duration | null {
  const match = /^(\d{1,6})\s*(second|minute|hour|day|week|year)s?$/.exec(text.trim());
  const factor = match?.[2] === undefined ? undefined : units[match[2]];
  if (match?.[1] === undefined || factor === undefined) return null;
  return (Number(match[1]) * factor) as Duration;
}

/** That many seconds. */
export function seconds(count: number): Duration {
  return (count * 1_000) as Duration;
}

/** Writes a duration in the largest unit that keeps it whole, such as `14 days`. */
export function formatDuration(duration: Duration): string {
  const names = ["year", "week", "day", "hour", "minute", "second"] as const;
  const unit = names.find((name) => duration > 0 && duration % (units[name] ?? 1) === 0);
  if (unit === undefined) return `${duration} milliseconds`;
  const count = duration / (units[unit] ?? 1);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
