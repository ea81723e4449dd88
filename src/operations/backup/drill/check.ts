import type { Difference } from "../compare/check.ts";
import type { DrillFacts, Ended } from "./facts.ts";

/** One thing that a drill proves. */
export interface DrillCheck {
  readonly id: string;
  /** What is true where it holds. */
  readonly title: string;
  /** What is wrong; null where the drill did not come that far. */
  judge(facts: DrillFacts): readonly Difference[] | null;
}

/** What is wrong where a part of the drill failed; null where it was not reached. */
export function failed(ended: Ended | null, object: string): readonly Difference[] | null {
  if (ended === null) return null;
  return ended.kind === "done" ? [] : [{ object, found: ended.why }];
}
