import type { Deed } from "../journal/entry.ts";

/** Shares that were made together of one key. */
export interface ShareGroup {
  readonly group: string;
  /** The day, as 2026-11-29. */
  readonly made: string;
  readonly threshold: number;
  readonly holders: readonly string[];
}

/** The groups of shares of a key that a journal tells of, the oldest first: all of them open it as long as it is in use. */
export function groupsOf(keyId: string, deeds: readonly Deed[]): readonly ShareGroup[] {
  return deeds.flatMap(({ about, outcome, time }): readonly ShareGroup[] => {
    const { group, threshold, holders } = about;
    if (outcome !== "done" || about.keyId !== keyId || typeof group !== "string") return [];
    const named = Array.isArray(holders) ? holders.filter((each) => typeof each === "string") : [];
    return [{ group, made: time.slice(0, 10), threshold: Number(threshold), holders: named }];
  });
}

/** One group in a sentence's place. */
export function describeGroup({ group, made, threshold, holders }: ShareGroup): string {
  return `${group} of ${made}: any ${threshold} of ${holders.join(", ")}`;
}
