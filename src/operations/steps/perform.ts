import type { Journal } from "../journal/journal.ts";
import { stoppedOnRequest } from "./interrupted.ts";
import type { Narrator } from "./narrator.ts";
import { type AnyStep, act, atOnce, describeStep, evidenceOf, type StepTable, workedOn } from "./table.ts";

/** What performing any step needs. */
export interface PerformingWorld {
  readonly journal: Journal;
  readonly narrator: Pick<Narrator, "say">;
}

/**
 * Does the steps in their order, each with a line in the journal. Neighbours of a kind that allows it run side by side, by turns
 * on what they work on; a step of another kind begins when they have all ended. The first that fails ends it, and so does the signal: no further step begins, and those
 * that run are awaited, so that each leaves its line.
 */
export async function perform<Step extends AnyStep, World extends PerformingWorld>(
  steps: readonly Step[],
  table: StepTable<Step, World>,
  world: World,
  signal?: AbortSignal,
): Promise<void> {
  for (const group of groupsOf(steps, table)) await performGroup(group, table, world, signal);
}

/** Steps that may run side by side. */
interface Group<Step> {
  readonly steps: readonly Step[];
  readonly atOnce: number;
}

/** Neighbours of one kind, where it allows several at once; every other step alone. */
function groupsOf<Step extends AnyStep, World>(
  steps: readonly Step[],
  table: StepTable<Step, World>,
): readonly Group<Step>[] {
  const groups: { steps: Step[]; atOnce: number }[] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    const most = atOnce(step, table);
    if (last !== undefined && most > 1 && last.steps[0]?.kind === step.kind) last.steps.push(step);
    else groups.push({ steps: [step], atOnce: most });
  }
  return groups;
}

async function performGroup<Step extends AnyStep, World extends PerformingWorld>(
  { steps, atOnce }: Group<Step>,
  table: StepTable<Step, World>,
  world: World,
  signal: AbortSignal | undefined,
): Promise<void> {
  const left = byTurns(Map.groupBy(steps, (step) => workedOn(step, table))).entries();
  const failures: unknown[] = [];
  const run = async (): Promise<void> => {
    for (const [index, step] of left) {
      if (failures.length > 0) return;
      if (signal?.aborted === true) throw stoppedOnRequest();
      const count = steps.length === 1 ? "" : ` (${index + 1} of ${steps.length})`;
      world.narrator.say(`${describeStep(step, table)}${count}`);
      await performOne(step, table, world);
    }
  };
  const runs = Array.from({ length: Math.min(atOnce, steps.length) }, () =>
    run().catch((error: unknown) => void failures.push(error)),
  );
  await Promise.all(runs);
  if (failures.length > 0) throw failures[0];
}

/** One step of each thing, then the next one of each. */
function byTurns<Step>(groups: ReadonlyMap<string, readonly Step[]>): readonly Step[] {
  const turns = Math.max(...[...groups.values()].map(({ length }) => length));
  return Array.from({ length: turns }, (_, turn) =>
    [...groups.values()].flatMap((group) => group.slice(turn, turn + 1)),
  ).flat();
}

async function performOne<Step extends AnyStep, World extends PerformingWorld>(
  step: Step,
  table: StepTable<Step, World>,
  world: World,
): Promise<void> {
  const evidence = evidenceOf(step, table);
  if (evidence === null) await act(step, table, world);
  else await world.journal.record(step.kind, evidence, () => act(step, table, world));
}
