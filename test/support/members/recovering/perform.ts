import type { Procedure, ProcedureStep } from "../../../../src/render/recovery/procedures/procedure.ts";
import { type Performer, performers } from "./performers.ts";
import type { Scene } from "./scene.ts";

/** A procedure's steps as a test writes them down for itself, in their order: what each does, null where only people can do it. */
export type Expected = readonly (readonly [id: string, does: string | null])[];

/** What a procedure's document lists, in the same form. */
export function listed({ steps }: Procedure): Expected {
  return steps.map(({ id, does }) => [id, does]);
}

/** Performs what a document lists, step by step; of the steps for some cases only those that are named. */
export async function perform(procedure: Procedure, scene: Scene, cases: readonly string[] = []): Promise<void> {
  for (const { id, onlyIf } of procedure.steps)
    if (onlyIf === null || cases.includes(id)) await performStep(procedure, scene, id);
}

/** Performs one step of a document: one for some cases, after what everyone does. */
export async function performStep({ id, steps }: Procedure, scene: Scene, stepId: string): Promise<void> {
  const step = steps.find((each) => each.id === stepId);
  if (step === undefined) throw new Error(`${id} has no step ${stepId}.`);
  await performerOf(step)(scene).catch((cause: unknown) => {
    throw new Error(`The step ${stepId} of ${id} did not come out: ${cause}`, { cause });
  });
}

function performerOf({ id, does }: ProcedureStep): Performer {
  if (does === null) return async () => undefined;
  const performer: Performer | undefined = performers[does];
  if (performer === undefined) throw new Error(`No test performs what the step ${id} does: ${does}.`);
  return performer;
}
