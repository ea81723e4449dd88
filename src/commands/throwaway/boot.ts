import type { Progress } from "../../io/progress.ts";
import { perform } from "../../operations/perform.ts";
import { type Prepared, prepareWith } from "../prepare.ts";
import { worldOf } from "../world.ts";
import type { Declared } from "./declare.ts";

/** A throwaway stack that serves. */
export type Booted = Declared & Pick<Prepared, "spec" | "plan" | "engine" | "pulumi">;

/** Brings a declared stack up as `up` does; throws what `up` throws. */
export async function bootThrowaway(declared: Declared, progress: Pick<Progress, "say" | "keep">): Promise<Booted> {
  const prepared = await prepareWith(declared.session, { orphans: [], locks: [] }, progress);
  const { steps, spec, plan, engine, pulumi } = prepared;
  await perform(steps, worldOf(declared.session, prepared, progress));
  return { ...declared, spec, plan, engine, pulumi };
}
