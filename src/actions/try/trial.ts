import { stackEngine } from "../../io/stack-engine.ts";
import { allChecks, type TrialCheck } from "../../operations/try/check.ts";
import type { Override } from "../../settings/throwaway.ts";
import type { Session } from "../session.ts";
import type { ReachedEngine } from "../stack/engine.ts";
import type { Progress } from "../terminal.ts";
import { type Booted, bootThrowaway } from "./boot.ts";
import type { DeclaredTrial } from "./declare.ts";
import { examine, judgeFailure } from "./examine.ts";
import { rejectedOnceAborted, withThrowaway } from "./with-throwaway.ts";

/** What trying settings came to. */
export interface Trial {
  readonly stack: string;
  readonly kept: boolean;
  /** Where it served, or still does. */
  readonly url: string | null;
  readonly passed: boolean;
  readonly checks: readonly TrialCheck[];
  readonly overrides: readonly Override[];
  /** From the start of the command until it served (null where it never did), then for the checks and the removal. */
  readonly seconds: { readonly serving: number | null; readonly checks: number; readonly removal: number };
}

/** Everything a trial is made with. */
export interface TrialWorld {
  readonly session: Session;
  readonly engine: ReachedEngine;
  readonly progress: Progress;
}

type Found = Pick<Trial, "url" | "checks"> & { readonly served: number | null; readonly ended: number };

/** Starts a declared stack, checks it and removes it; a failed start is a finding, not an error. */
export async function conductTrial(world: TrialWorld, declared: DeclaredTrial, kept: boolean): Promise<Trial> {
  const stay = { declared, kept, say: world.progress.say };
  const found = await withThrowaway(world.session, world.engine, stay, (signal) => find(world, declared, signal));
  const { url, served, ended } = found;
  const checks = allChecks(found.checks);
  const seconds = {
    serving: served === null ? null : served / 1_000,
    checks: (ended - (served ?? ended)) / 1_000,
    removal: (performance.now() - ended) / 1_000,
  };
  const passed = checks.every(({ outcome }) => outcome === "passed");
  return { stack: declared.session.stack, kept, url, passed, checks, overrides: declared.overrides, seconds };
}

/** Times are counted from the start of this process, as `performance.now()` does. */
async function find(
  { session, engine, progress }: TrialWorld,
  declared: DeclaredTrial,
  signal: AbortSignal,
): Promise<Found> {
  const since = session.clock.now();
  const came = await comeUp(declared, engine, progress, signal);
  if ("refused" in came) return { url: null, checks: came.refused, served: null, ended: performance.now() };
  const served = performance.now();
  progress.say("checking it");
  const checks = await Promise.race([examine(came.booted, { signal, since }), rejectedOnceAborted(signal)]);
  return { url: came.booted.plan.baseUrl, checks, served, ended: performance.now() };
}

type CameUp = { readonly booted: Booted } | { readonly refused: readonly TrialCheck[] };

async function comeUp(
  declared: DeclaredTrial,
  engine: ReachedEngine,
  progress: Progress,
  signal: AbortSignal,
): Promise<CameUp> {
  try {
    return { booted: await bootThrowaway(declared, progress, signal) };
  } catch (error) {
    if (signal.aborted) throw error;
    const refused = await judgeFailure(stackEngine(engine.client, declared.session.stack), error);
    if (refused === null) throw error;
    return { refused };
  }
}
