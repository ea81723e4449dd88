import { perform } from "../../operations/steps/perform.ts";
import { nothingLeft } from "../../operations/up/seen.ts";
import { steps as table } from "../../operations/up/steps.ts";
import { declare, withKept } from "../stack/declaration.ts";
import { withLock } from "../stack/with-lock.ts";
import { readKept } from "../stack/written.ts";
import type { Progress } from "../terminal.ts";
import { type Prepared, prepareWith } from "../up/prepare.ts";
import { worldOf } from "../up/world.ts";
import type { DeclaredTrial } from "./declare.ts";

/** A throwaway stack that serves. */
export type Booted = DeclaredTrial & Pick<Prepared, "settings" | "plan" | "engine" | "pulumi">;

/** Brings a declared stack up as `up` does; throws what `up` throws, and when the signal comes. */
export async function bootThrowaway(
  declared: DeclaredTrial,
  progress: Pick<Progress, "say" | "keep">,
  signal?: AbortSignal,
): Promise<Booted> {
  return withLock(declared.session, async (_, journal) => {
    const options = { replaceRecords: false, leftovers: nothingLeft, note: progress.keep };
    const declaration = await declare(declared.session);
    const prepared = await prepareWith(
      declared.session,
      withKept(declaration, await readKept(declared.session)),
      options,
    );
    const { steps, settings, plan, engine, pulumi } = prepared;
    await perform(steps, table, worldOf(declared.session, { ...prepared, journal }, progress), signal);
    return { ...declared, settings, plan, engine, pulumi };
  });
}
