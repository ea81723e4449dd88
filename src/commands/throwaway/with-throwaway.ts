import { StackError } from "../../errors.ts";
import type { ReachedEngine } from "../engine.ts";
import type { Session } from "../session.ts";
import type { Declared } from "./declare.ts";
import { removeThrowaway } from "./remove.ts";

/** Whether the stack stays, and who is told what is being done. */
interface Stay {
  readonly kept: boolean;
  readonly say: (text: string) => void;
}

const interruptions = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Does something with a throwaway stack and removes it, whatever became of it: after Ctrl-C too, at once. */
export async function withThrowaway<Result>(
  session: Session,
  engine: ReachedEngine,
  { declared, kept, say }: Stay & { readonly declared: Declared },
  doing: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  for (const signal of interruptions) process.on(signal, stop);
  try {
    return await Promise.race([doing(stopping.signal), refusedOnceAborted(stopping.signal)]);
  } finally {
    if (!kept || stopping.signal.aborted) {
      say("removing everything of it");
      await removeThrowaway(session, engine, declared.session.stack);
    }
    for (const signal of interruptions) process.off(signal, stop);
  }
}

function refusedOnceAborted(signal: AbortSignal): Promise<never> {
  const error = new StackError("Stopped on request. Nothing of the throwaway stack is left", {
    next: "Run the same command again whenever you like.",
  });
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(error), { once: true }));
}
