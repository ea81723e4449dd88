import type { Manifest } from "../manifest.ts";
import type { ObservedArchive } from "./observed.ts";

/** What one check found to be another than the manifest says. */
export interface Difference {
  /** Which table, sequence, file or other thing. */
  readonly object: string;
  /** One short sentence. */
  readonly found: string;
}

/** One thing that must agree. */
export interface CompareCheck {
  readonly id: string;
  /** What is true when it agrees. */
  readonly title: string;
  compare(manifest: Manifest, observed: ObservedArchive): readonly Difference[];
}

/** A difference, and the check that found it. */
export interface CompareFinding extends Difference {
  readonly check: string;
}
