import type { Journal } from "../journal/journal.ts";
import { stoppedOnRequest } from "./interrupted.ts";
import type { Narrator } from "./narrator.ts";
import { type AnyStep, act, describeStep, evidenceOf, type StepTable } from "./table.ts";

/** What performing any step needs. */
export interface PerformingWorld {
  readonly journal: Journal;
  readonly narrator: Pick<Narrator, "say">;
}

/** Does the steps one after the other, each with a line in the journal; the first that fails ends it, and so does the signal. */
export async function perform<Step extends AnyStep, World extends PerformingWorld>(
  steps: readonly Step[],
  table: StepTable<Step, World>,
  world: World,
  signal?: AbortSignal,
): Promise<void> {
  for (const step of steps) {
    if (signal?.aborted === true) throw stoppedOnRequest();
    world.narrator.say(describeStep(step, table));
    const evidence = evidenceOf(step, table);
    if (evidence === null) await act(step, table, world);
    else await world.journal.record(step.kind, evidence, () => act(step, table, world));
  }
}
