import type { UpgradeStep } from "./steps.ts";
import { buildFolder, type LookedVolume, rehearsalFolder, setAside } from "./volume.ts";

/** What a command that was killed left, and what becomes of it. */
export interface Leftover {
  /** Folders that were being built: nothing was ever served from them. */
  readonly remove: readonly string[];
  /** The version that the earlier one is of, where it still has to get its name. */
  readonly switchedFrom: number | null;
  /** The version that the stack file has to name, where it names another one: that of the cluster which is in place. */
  readonly set: number | null;
  /** Whether `up` has to start what was stopped. */
  readonly up: boolean;
}

/** What is known of it: the folders, the stack file, and whether all runs. */
export interface LeftoverFacts {
  readonly volume: LookedVolume;
  readonly written: number;
  readonly isServing: boolean;
}

/**
 * Decides how a command that was killed is ended. Before the switch, nothing of it is used: it is undone. From the switch on, the cluster
 * that is in place was compared and found equal: it is finished.
 */
export function decideLeftover({ volume, written, isServing }: LeftoverFacts): Leftover {
  const { cluster, folders } = volume;
  const build = folders.find(({ name }) => name === buildFolder);
  const earlier = build?.major ?? null;
  const switchedFrom = earlier !== null && cluster !== null && earlier < cluster ? earlier : null;
  const left = folders.filter(
    ({ name }) => name === rehearsalFolder || (name === buildFolder && switchedFrom === null),
  );
  const set = cluster !== null && cluster !== written ? cluster : null;
  const isOurs = left.length > 0 || switchedFrom !== null || setAside(volume).length > 0;
  return { remove: left.map(({ name }) => name), switchedFrom, set, up: set !== null || (!isServing && isOurs) };
}

/** What is done about it, for a person; empty where nothing was left. */
export function leftoverLines({ remove, switchedFrom, set, up }: Leftover): readonly string[] {
  return [
    ...(remove.length === 0
      ? []
      : [`A command was ended in the middle: what it had built (${remove.join(", ")}) is removed.`]),
    ...(switchedFrom !== null ? ["An upgrade was ended while it switched: it is finished."] : []),
    ...(set === null ? [] : [`The cluster in place is of Postgres ${set}: the stack file is set to that.`]),
    ...(up ? ["Not all of the server runs: it is brought up first."] : []),
  ];
}

/** The same as steps; the earlier cluster goes into the folder `aside`. */
export function leftoverSteps({ remove, switchedFrom, set, up }: Leftover, aside: string): readonly UpgradeStep[] {
  return [
    ...(switchedFrom === null ? [] : [{ kind: "finish switch", aside } as const]),
    ...(remove.length === 0 ? [] : [{ kind: "remove", folders: remove } as const]),
    ...(set === null ? [] : [{ kind: "set version", major: set } as const]),
    ...(up ? [{ kind: "up" } as const] : []),
  ];
}
