import { labelsOf, nameOf } from "../../../plan/names.ts";
import type { PlannedVolume } from "../../../plan/plan.ts";

/** The volumes that hold all of a server; without the proxy's where that serves on. */
export type FilledVolumes = Readonly<Record<"postgres" | "synapse", PlannedVolume>> & {
  readonly proxy?: PlannedVolume;
};

/** Those of a stack. */
export function volumesOf(stack: string): FilledVolumes {
  const volume = (role: string) => ({ name: nameOf(stack, role), labels: labelsOf(stack, role), protect: true });
  return { postgres: volume("postgres"), synapse: volume("synapse"), proxy: volume("proxy") };
}

/** What the container that fills them is called. */
export function fillerName(stack: string): string {
  return nameOf(stack, "filler");
}
