import type { ContainerState, ObservedContainer } from "../../io/docker/observations.ts";
import type { Plan } from "../../plan/plan.ts";
import { isRunOnce } from "../state/change.ts";
import type { Seen } from "./seen.ts";
import type { Step } from "./steps.ts";

/** How services come to run that do not: those to be started, and those to be made anew. */
export interface Starts {
  readonly starts: readonly Step[];
  readonly removals: readonly Step[];
}

/**
 * How services come to run that are planned to and do not, whatever Pulumi's provider makes of them: one that was stopped is started, and one
 * that never ran is made anew. What runs once and was ended before it was done is made anew too: Pulumi takes it for made, for good, and
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
    case "paused": // which has its own way to go on
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
