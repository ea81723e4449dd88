import type { Manifest } from "../manifest.ts";
import type { CompareCheck, CompareFinding } from "./check.ts";
import { compareChecks } from "./checks.ts";
import type { ObservedArchive } from "./observed.ts";

/** Compares what came back with what the manifest says. Each difference is a finding; none means that they agree. */
export function compareArchive(
  manifest: Manifest,
  observed: ObservedArchive,
  checks: readonly CompareCheck[] = compareChecks,
): readonly CompareFinding[] {
  return checks.flatMap(({ id, compare }) =>
    compare(manifest, observed).map((difference) => ({ check: id, ...difference })),
  );
}
