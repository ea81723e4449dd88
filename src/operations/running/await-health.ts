import { StackError } from "../../errors.ts";
import type { ObservedContainer, StackObservation } from "../../io/docker/observations.ts";
import type { Clock } from "../../io/machine/clock.ts";
import type { StackEngine } from "../../io/stack-engine.ts";
import type { Narrator } from "../steps/narrator.ts";
import { isFailing, lastOutput } from "./failure.ts";
import { unhealthyReporter } from "./report-unhealthy.ts";

/** What waiting needs of the world. */
export interface WaitingWorld {
  readonly engine: Pick<StackEngine, "observe" | "lastLogLines">;
  readonly clock: Clock;
  readonly narrator: Pick<Narrator, "keep">;
}

/** How often the engine is asked, in milliseconds. */
const everyHalfSecond = 500;

/**
 * Waits until each of these containers is healthy. Pulumi's own wait does not settle it: with the official Docker provider a
 * health check that failed once is forgotten by the next refresh, and the run then counts as a success.
 */
export async function awaitHealth(
  { containers, seconds }: { readonly containers: readonly string[]; readonly seconds: number },
  { engine, clock, narrator }: WaitingWorld,
): Promise<void> {
  const tell = unhealthyReporter(narrator);
  const deadline = clock.now().getTime() + seconds * 1000;
  for (;;) {
    const observed = await engine.observe();
    const unhealthy = unhealthyAmong(containers, observed);
    if (unhealthy.length === 0) return;
    tell(observed.containers.filter(({ name }) => unhealthy.includes(name)));
    if (clock.now().getTime() >= deadline) throw await stillUnhealthy(unhealthy, seconds, observed.containers, engine);
    await clock.pause(everyHalfSecond);
  }
}

/** The names of those containers that are missing, ended, restarting or not healthy. */
export function unhealthyAmong(names: readonly string[], { containers }: StackObservation): readonly string[] {
  return names.filter((name) => {
    const found = containers.find((container) => container.name === name);
    return found === undefined || found.state.kind !== "running" || isFailing(found);
  });
}

async function stillUnhealthy(
  names: readonly string[],
  seconds: number,
  containers: readonly ObservedContainer[],
  engine: WaitingWorld["engine"],
): Promise<StackError> {
  const found = containers.filter(({ name }) => names.includes(name));
  const output = await Promise.all(found.map(async (each) => lastOutput(each, await engine.lastLogLines(each.id, 30))));
  const message = `Not healthy after ${seconds} seconds: ${names.join(", ")}`;
  return new StackError([message, ...output].join("\n\n"), {
    next: "Correct the cause, then run the same command again. `npx chatkeep status` shows the state of each service.",
  });
}
