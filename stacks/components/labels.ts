import type { Labels } from "../../src/plan/plan.ts";

/** Labels in the shape the Docker provider takes them. */
export function labelArgs(labels: Labels): { label: string; value: string }[] {
  return Object.entries(labels).map(([label, value]) => ({ label, value }));
}
