import type { StackObservation } from "../../io/docker/observations.ts";
import type { PulumiState } from "../../io/pulumi/state.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Change } from "../state/change.ts";
import type { StateStep } from "../state/steps.ts";
import { knownNames } from "./facts.ts";
import type { Ownership } from "./judge.ts";

/** What taking over is decided on. */
interface Found {
  readonly ownership: Ownership;
  readonly engine: Pick<StackObservation, "volumes">;
  readonly state: PulumiState | null;
}

/**
 * The volumes that Pulumi takes over instead of making them: where the key proves data that the state does not know to be this
 * server's, all planned ones that are there. None anywhere else.
 */
export function takenOver({ volumes }: Pick<Plan, "volumes">, seen: Found): readonly string[] {
  if (seen.ownership.kind !== "own" || seen.ownership.unknown.length === 0) return [];
  const present = new Set(seen.engine.volumes.map(({ name }) => name));
  const known = knownNames(seen.state);
  return Object.values(volumes)
    .map(({ name }) => name)
    .filter((name) => present.has(name) && !known.has(name));
}

/** Applies the plan with these volumes taken over. The list is needed by the program only then. */
export function applyTakingOver(path: string, volumes: readonly string[]): readonly StateStep[] {
  if (volumes.length === 0) return [{ kind: "apply" }];
  return [{ kind: "adoptVolumes", path, volumes }, { kind: "apply" }, { kind: "adoptVolumes", path, volumes: [] }];
}

/** The changes, with existing resources marked: they are taken over with their data instead of created. */
export function withAdoptions(changes: readonly Change[], volumes: readonly string[]): readonly Change[] {
  const isAdopted = ({ action, what, name }: Change) =>
    action === "create" && what === "volume" && volumes.includes(name);
  return changes.map((change) => (isAdopted(change) ? { ...change, action: "adopt" } : change));
}
