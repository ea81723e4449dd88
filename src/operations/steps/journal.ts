import type { Clock } from "../../io/machine/clock.ts";
import type { Files } from "../../io/machine/files.ts";

/** One line of evidence: what was done when, by which run, and how it ended. */
export interface JournalEntry {
  readonly version: 1;
  readonly time: string;
  readonly run: string;
  readonly command: string;
  readonly step: string;
  /** What the step was about, where its kind does not say it all. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly outcome: "done" | "failed";
  readonly seconds: number;
  /** null unless it failed. */
  readonly error: string | null;
}

/** Keeps evidence of steps: a file that only grows. It is no state: nothing is decided on it. */
export interface Journal {
  /** Does something and writes down how it went; an error goes on to the caller. */
  record<Result>(step: string, about: JournalEntry["about"], doing: () => Promise<Result>): Promise<Result>;
}

/** A journal in a file. */
export function journalIn(
  { files, clock }: { readonly files: Pick<Files, "append">; readonly clock: Clock },
  path: string,
  { run, command }: { readonly run: string; readonly command: string },
): Journal {
  return {
    record: async (step, about, doing) => {
      const began = clock.now();
      const write = (outcome: JournalEntry["outcome"], error: string | null) => {
        const seconds = (clock.now().getTime() - began.getTime()) / 1_000;
        const entry: JournalEntry = {
          version: 1,
          time: began.toISOString(),
          run,
          command,
          step,
          about,
          outcome,
          seconds,
          error,
        };
        return files.append(path, `${JSON.stringify(entry)}\n`);
      };
      try {
        const result = await doing();
        await write("done", null);
        return result;
      } catch (error) {
        await write("failed", error instanceof Error ? error.message : String(error));
        throw error;
      }
    },
  };
}
