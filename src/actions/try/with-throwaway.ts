import { setTimeout as pause } from "node:timers/promises";
import { StackError } from "../../errors.ts";
import type { Session } from "../session.ts";
import type { ReachedEngine } from "../stack/engine.ts";
import type { DeclaredTrial } from "./declare.ts";
import { removeThrowaway } from "./remove.ts";

/** Whether the stack stays, and who is told what is being done. */
interface Stay {
  readonly kept: boolean;
  readonly say: (text: string) => void;
}

const interruptions = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long what runs may take to end once it was asked to: Pulumi finishes the steps it has begun. */
const graceMilliseconds = 10_000;

/** Runs an action with a throwaway stack and removes it in every case, also after Ctrl-C. With `--keep` it stays if the action succeeded. */
export async function withThrowaway<Result>(
  session: Session,
  engine: ReachedEngine,
  { declared, kept, say }: Stay & { readonly declared: DeclaredTrial },
  doing: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const signal of interruptions) process.on(signal, stop);
  let stays = false;
  try {
    const result = await untilAborted(doing(stopping.signal), stopping.signal);
    stays = kept;
    return result;
  } finally {
    if (!stays) {
      say("removing it");
      await removeThrowaway(session, engine, declared.session.stack);
    }
    for (const signal of interruptions) process.off(signal, stop);
  }
}

/** Rejects once the signal comes. */
export async function rejectedOnceAborted(signal: AbortSignal): Promise<never> {
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  throw new StackError("Stopped on request. The throwaway stack was removed", {
    next: "Run the same command again when you are ready.",
  });
}

/** What is done, or, once the signal has come, an error when that has ended or had its time to. */
async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const given = rejectedOnceAborted(signal).catch(async (error: unknown) => {
    await Promise.race([work.catch(() => undefined), pause(graceMilliseconds, undefined, { ref: false })]);
    throw error;
  });
  const result = await Promise.race([
    work.catch((error: unknown) => (signal.aborted ? given : Promise.reject(error))),
    given,
  ]);
  return result;
}
