import type { StackObservation } from "../../io/docker/observations.ts";
import type { VolumeMarks } from "../../io/docker/volume-marks.ts";
import type { PulumiState } from "../../io/pulumi/state.ts";
import { nameOf } from "../../plan/names.ts";
import { dataRoles } from "../../plan/services/volumes.ts";

/** All that says whose a stack on an engine is. */
export interface OwnershipFacts {
  readonly stack: string;
  /** null where this checkout has no stack file for it. */
  readonly settings: OwnSettings | null;
  readonly state: PulumiState | null;
  readonly engine: StackObservation;
  /** Of the data volumes that are there. */
  readonly marks: VolumeMarks;
}

/** What this checkout's stack file says. */
export interface OwnSettings {
  /** null if it cannot be read. */
  readonly serverName: string | null;
  /** The master key: not in the file, not to be opened by the passphrase of this machine, not opened because nothing hangs on it, or with its public id. */
  readonly key: "none" | "closed" | "unread" | { readonly id: string };
  /** Whether its salt is the one that the state was made with; true where either is missing. */
  readonly sameSalt: boolean;
}

/** The names of a stack's data volumes, in the order in which their services start. */
export function dataVolumeNames(stack: string): readonly string[] {
  return dataRoles().map((role) => nameOf(stack, role));
}

/** Whether the state knows of anything on the engine. */
export function hasThings(state: PulumiState | null): boolean {
  return state?.resources.some(({ type }) => type.startsWith("docker:")) ?? false;
}

/** The names of what the state knows, and of what a killed run may have made. */
export function knownNames(state: PulumiState | null): ReadonlySet<string> {
  const known = [...(state?.resources ?? []), ...(state?.pendingCreations ?? [])];
  return new Set(known.flatMap(({ name }) => name ?? []));
}

/** The data volumes that the engine has. */
export function presentData({ stack, engine }: Pick<OwnershipFacts, "stack" | "engine">): readonly string[] {
  const names = new Set(engine.volumes.map(({ name }) => name));
  return dataVolumeNames(stack).filter((name) => names.has(name));
}

/**
 * Whether the state alone shows that what runs is this stack's own: it knows a container there by the engine's own id, every
 * other one at least by its name, and every data volume.
 */
export function isKnownRunning(facts: Pick<OwnershipFacts, "stack" | "engine" | "state">): boolean {
  const { engine, state } = facts;
  const ids = new Set(state?.resources.map(({ id }) => id));
  const pending = new Set(state?.pendingCreations.map(({ name }) => name));
  const names = knownNames(state);
  return (
    engine.containers.some(({ id }) => ids.has(id)) &&
    engine.containers.every(({ id, name }) => ids.has(id) || pending.has(name)) &&
    presentData(facts).every((name) => names.has(name))
  );
}
