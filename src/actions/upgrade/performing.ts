import { StackError } from "../../errors.ts";
import { perform } from "../../operations/steps/perform.ts";
import { type UpgradeStep, upgradeSteps } from "../../operations/upgrade/steps.ts";
import type { StackUpgrade } from "./world.ts";

/** For what breaks something on purpose: called before each step with its kind, and with the filler's container where there is one. */
export type BeforeStep = (kind: UpgradeStep["kind"], container: string | null) => Promise<void>;

/** Does the steps; a failure is handed on with the step that it was in, so that what was done can be undone. */
export async function performUntil(
  steps: readonly UpgradeStep[],
  world: StackUpgrade,
  before: BeforeStep | null,
): Promise<Failed | null> {
  for (const step of steps)
    try {
      await before?.(step.kind, world.container());
      await perform([step], upgradeSteps, world);
    } catch (error) {
      return { step: step.kind, error };
    }
  return null;
}

/** The step that failed, and why. */
export interface Failed {
  readonly step: UpgradeStep["kind"];
  readonly error: unknown;
}

/** Does what undoes a failure, then says both: what failed, and that all is as it was. */
export async function undo(
  { step, error }: Failed,
  steps: readonly UpgradeStep[],
  world: StackUpgrade,
  said: { readonly done: string; readonly next: string },
): Promise<never> {
  const why = `\`${step}\` failed: ${error instanceof Error ? error.message : error}`;
  try {
    await perform(steps, upgradeSteps, world);
  } catch (cause) {
    throw new StackError(`${why}\nThen going back failed too: ${cause instanceof Error ? cause.message : cause}`, {
      cause: error,
      next: `The data of both versions is in the volume, and nothing of it was removed. ${said.next}`,
    });
  }
  throw new StackError(`${why}\n${said.done}`, { cause: error, next: nextOf(error) });
}

function nextOf(error: unknown): string {
  const next = error instanceof StackError ? error.next : null;
  return next ?? "Correct the cause, then run the same command again.";
}
