import type { ObservedContainer } from "../../io/docker/observations.ts";
import type { Clock } from "../../io/machine/clock.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import type { Narrator } from "../steps/narrator.ts";

/** What telling needs of the world. */
export interface TellingWorld {
  readonly engine: Pick<StackEngine, "observe">;
  readonly clock: Clock;
  readonly narrator: Pick<Narrator, "keep">;
}

/** How often the engine is asked, in milliseconds. */
const everySecond = 1_000;

/** Reports the output of failing health checks, each text once. */
export function unhealthyReporter(
  narrator: TellingWorld["narrator"],
): (containers: readonly ObservedContainer[]) => void {
  const told = new Set<string>();
  return (containers) => {
    for (const line of containers.flatMap(lineOf)) {
      if (!told.has(line)) narrator.keep(line);
      told.add(line);
    }
  };
}

/** What runs once serves nothing, and the health check of its image is for what serves. Engines from 25 on ask within seconds of a start. */
const runOnce: readonly string[] = ["installer", "element-web"];

function lineOf({ name, role, state }: ObservedContainer): readonly string[] {
  if (runOnce.includes(role)) return [];
  if (state.kind !== "running" || state.health === null || state.health.status === "healthy") return [];
  return state.health.lastOutput === "" ? [] : [`  ! ${name} is not healthy yet: ${state.health.lastOutput}`];
}

/** Tells it while something else is waited for, such as Pulumi, which says nothing before its own time is over. */
export async function reportingUnhealthy<Result>(
  { engine, clock, narrator }: TellingWorld,
  waitedFor: Promise<Result>,
): Promise<Result> {
  const tell = unhealthyReporter(narrator);
  let over = false;
  const ended = waitedFor.finally(() => {
    over = true;
  });
  const watch = async () => {
    while (!over) {
      await Promise.race([clock.pause(everySecond), ended.catch(() => undefined)]);
      // A look that fails is no fault of the run: its own end says what is wrong.
      if (!over) tell((await engine.observe().catch(() => ({ containers: [] }))).containers);
    }
  };
  const [result] = await Promise.all([ended, watch()]);
  return result;
}
