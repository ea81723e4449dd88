import { Refusal, StackError } from "../../errors.ts";

/** The checks of a throwaway stack, in order. */
export const checkTitles = {
  parser: "Synapse's own parser accepts the configuration",
  health: "every service is healthy",
  "log-in": "two people sign in through the proxy",
  message: "one person sends an encrypted message, the other reads it",
  ports: "only the proxy's port is open",
  secrets: "no secret can be read outside its file",
} as const;

/** A check by its name. */
export type CheckId = keyof typeof checkTitles;

/** How one check went. */
export interface TrialCheck {
  readonly id: CheckId;
  /** `not reached`: something it needs failed before. */
  readonly outcome: "passed" | "failed" | "not reached";
  /** What was found, for a person. */
  readonly found: string;
  /** null unless it failed. */
  readonly next: string | null;
}

/** Does one check: it passes with what it found, or fails with what it threw. A fault of our own is none of its answers. */
export async function runCheck(id: CheckId, doing: () => Promise<string>): Promise<TrialCheck> {
  try {
    return { id, outcome: "passed", found: await doing(), next: null };
  } catch (error) {
    return failedCheck(id, error);
  }
}

/** A check that ended in an error. */
export function failedCheck(id: CheckId, error: unknown): TrialCheck {
  const next = error instanceof StackError || error instanceof Refusal ? error.next : null;
  return { id, outcome: "failed", found: error instanceof Error ? error.message : String(error), next };
}

/** All checks in their order; those that were not done count as not reached. */
export function allChecks(done: readonly TrialCheck[]): readonly TrialCheck[] {
  return (Object.keys(checkTitles) as CheckId[]).map(
    (id) =>
      done.find((each) => each.id === id) ?? {
        id,
        outcome: "not reached",
        found: "an earlier check failed",
        next: null,
      },
  );
}
