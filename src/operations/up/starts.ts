import type { ContainerState } from "../../io/docker/observations.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Seen } from "./seen.ts";
import type { Step } from "./steps.ts";

/** How services come to run that do not: those to be started, and those to be made anew. */
export interface Starts {
  readonly starts: readonly Step[];
  readonly removals: readonly Step[];
}

/**
 * How services come to run that are planned to and do not, whatever Pulumi's provider makes of them: one that was stopped is started, and one
 * that never ran is made anew. What Pulumi itself is about to change is left to it: what stopped it may be what is changed.
 */
export function decideStarts(
  { services }: Pick<Plan, "services">,
  { engine, state, changes }: Pick<Seen, "engine" | "state" | "changes">,
): Starts {
  const planned = new Set(Object.values(services).map(({ name }) => name as string));
  const changed = new Set(changes?.map(({ name }) => name));
  const known = new Set(state?.resources.map(({ id }) => id));
  const still = engine.containers
    .filter(({ id, name }) => planned.has(name) && known.has(id) && !changed.has(name))
    .flatMap(({ id, name, state: is }) => {
      const found = standstill(is);
      return found === null ? [] : [{ id, name, found }];
    });
  return {
    starts: still.filter(({ found }) => found !== neverRan).map((each) => ({ kind: "startContainer", ...each })),
    removals: still.filter(({ found }) => found === neverRan).map((each) => ({ kind: "removeContainer", ...each })),
  };
}

const neverRan = "never ran";

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
