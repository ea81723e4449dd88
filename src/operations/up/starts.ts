import type { ContainerState, ObservedContainer } from "../../io/docker/observations.ts";
import type { Plan } from "../../plan/plan.ts";
import { isRunOnce } from "../state/change.ts";
import type { Seen } from "./seen.ts";
import type { Step } from "./steps.ts";

/** How stopped services are repaired: those that are started, and those that are created again. */
export interface Starts {
  readonly starts: readonly Step[];
  readonly removals: readonly Step[];
}

/**
 * Repairs planned services that do not run, because Pulumi's providers treat them differently: a stopped one is started, and one
 * that never ran is created again. A one-shot container that was stopped before it finished is created again too: for Pulumi it exists, and
 * its uploads are still in it. What Pulumi itself is about to change is left to it: what stopped it may be what is changed.
 */
export function decideStarts(
  plan: Pick<Plan, "services" | "installer" | "elementWeb">,
  { engine, state, changes }: Pick<Seen, "engine" | "state" | "changes">,
): Starts {
  const planned = new Set(Object.values(plan.services).map(({ name }) => name as string));
  const changed = new Set(changes?.map(({ name }) => name));
  const known = new Set(state?.resources.map(({ id }) => id));
  const left = engine.containers.filter(({ id, name }) => known.has(id) && !changed.has(name));
  const still = stillAmong(left.filter(({ name }) => planned.has(name)));
  const unfinished = stillAmong(left.filter(({ name, state: is }) => isRunOnce(plan, name) && !isDone(is)));
  const [never, ended] = [
    still.filter(({ found }) => found === neverRan),
    still.filter(({ found }) => found !== neverRan),
  ];
  return {
    starts: ended.map((each) => ({ kind: "startContainer", ...each })),
    removals: [...never, ...unfinished].map((each) => ({ kind: "removeContainer", ...each })),
  };
}

const neverRan = "never ran";

function stillAmong(containers: readonly ObservedContainer[]) {
  return containers.flatMap(({ id, name, state }) => {
    const found = standstill(state);
    return found === null ? [] : [{ id, name, found }];
  });
}

function isDone(state: ContainerState): boolean {
  return state.kind === "ended" && state.exitCode === 0;
}

/** Why a container does not run; null for one that does, that the engine starts again, or that it is taking away. */
function standstill(state: ContainerState): string | null {
  switch (state.kind) {
    case "running":
    case "paused": // it is unpaused by another step
    case "restarting":
      return null;
    case "ended":
      return `ended with ${state.exitCode} at ${state.at}`;
    case "other":
      return state.word === "removing" ? null : neverRan;
    default:
      return state satisfies never;
  }
}
