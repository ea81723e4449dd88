import type { Progress } from "../../io/progress.ts";
import { perform } from "../../operations/perform.ts";
import { nothingLeft } from "../../operations/seen.ts";
import { type Prepared, prepareWith } from "../prepare.ts";
import { worldOf } from "../world.ts";
import type { Declared } from "./declare.ts";

/** A throwaway stack that serves. */
export type Booted = Declared & Pick<Prepared, "spec" | "plan" | "engine" | "pulumi">;

/** Brings a declared stack up as `up` does; throws what `up` throws, and when the signal comes. */
export async function bootThrowaway(
  declared: Declared,
  progress: Pick<Progress, "say" | "keep">,
  signal?: AbortSignal,
): Promise<Booted> {
  const prepared = await prepareWith(declared.session, nothingLeft, progress);
  const { steps, spec, plan, engine, pulumi } = prepared;
  await perform(steps, worldOf(declared.session, prepared, progress), signal);
  return { ...declared, spec, plan, engine, pulumi };
}
