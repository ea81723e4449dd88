import { Refusal, StackError } from "../../errors.ts";
import type { Observed } from "../../kinds/observed.ts";

/** Runs an observation with a time limit: its value, or why there is none. The signal tells it that the result is no longer awaited. */
export async function observeWithin<Seen>(
  milliseconds: number,
  seeing: (signal: AbortSignal) => Promise<Seen>,
): Promise<Observed<Seen>> {
  const given = new AbortController();
  const late = new Promise<never>((_, reject) => {
    given.signal.addEventListener("abort", () => reject(new Error(`no answer in ${milliseconds / 1_000} s`)));
  });
  const timer = setTimeout(() => given.abort(), milliseconds);
  try {
    return { seen: await Promise.race([seeing(given.signal), late]) };
  } catch (error) {
    const advice = error instanceof StackError || error instanceof Refusal ? error.next : null;
    return { unseen: reasonOf(error), ...(advice === null ? {} : { advice }) };
  } finally {
    clearTimeout(timer);
  }
}

/** Why something failed, in one line: of several tries in a row, each one's reason. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "")
    return [...new Set(error.errors.map(reasonOf))].join(", ");
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
