import { type PulumiEvent, readReportLine } from "./events.ts";

/** A run's events as they come in, and whether the report is whole. */
export interface PulumiReport {
  /** Hears one line of it. */
  hear(line: string): void;
  /** Whether it came to its summary, tells of all that the summary counts, and has no line that was cut: only then is what it says all there was. */
  isWhole(): boolean;
  /** Whether there was none at all. */
  isEmpty(): boolean;
}

/** The operations that count as changes. */
const counted = ["create", "update", "replace", "delete"] as const;

/**
 * Reads a run's report. If Pulumi cannot write a line of it, as on a full disk, it continues and succeeds. Its lines are numbered, but not
 * without gaps (sdk/go/common/apitype/events.go, "Sequence"), so what tells is the summary.
 */
export function hearReport(onEvent: (event: PulumiEvent) => void): PulumiReport {
  const begun = new Map<string, number>();
  let isDamaged = false;
  let isEmpty = true;
  let counts: Readonly<Record<string, number>> | null = null;
  return {
    hear: (line) => {
      isEmpty = false;
      const read = readReportLine(line);
      if (read === "damaged") isDamaged = true;
      if (read === null || read === "damaged") return;
      if (read.kind === "begun") begun.set(read.change.operation, (begun.get(read.change.operation) ?? 0) + 1);
      if (read.kind === "ended") counts = read.counts;
      onEvent(read);
    },
    isEmpty: () => isEmpty,
    isWhole: () => {
      const summary = counts;
      if (isDamaged || summary === null) return false;
      return counted.every((operation) => (begun.get(operation) ?? 0) >= (summary[operation] ?? 0));
    },
  };
}
