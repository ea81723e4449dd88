import { StackError } from "../../errors.ts";
import type { Clock } from "../../io/machine/clock.ts";
import type { Files } from "../../io/machine/files.ts";
import { addEntry, parseSeal, sealPathOf } from "./chain.ts";
import type { Deed } from "./entry.ts";

/** Keeps evidence of steps: a file that only grows. It is no state: nothing is decided on it. */
export interface Journal {
  /** Runs an action and records its result; an error is passed to the caller. */
  record<Result>(step: string, about: Deed["about"], doing: () => Promise<Result>): Promise<Result>;
}

/** What a journal is kept with. */
export interface JournalWorld {
  readonly files: Pick<Files, "bytes" | "read" | "write" | "append">;
  readonly clock: Clock;
  /** Whether this run still has the stack's lock: two writers at once would fork the chain. */
  readonly isLocked: () => Promise<boolean>;
}

/** Who is at work. */
export type Writer = Pick<Deed, "who" | "run" | "command">;

/** A journal in a file. Only who has the stack's lock may have one: src/actions/stack/with-lock.ts. */
export function journalIn(world: JournalWorld, path: string, writer: Writer): Journal {
  return {
    record: async (step, about, doing) => {
      const began = world.clock.now();
      const deed = (outcome: Deed["outcome"], error: string | null): Deed => {
        const seconds = (world.clock.now().getTime() - began.getTime()) / 1_000;
        const { who, run, command } = writer;
        return { who, time: began.toISOString(), run, command, step, about, outcome, seconds, error };
      };
      const result = await doing().catch(async (error: unknown) => {
        const said = error instanceof Error ? error.message : String(error);
        await append(world, path, deed("failed", said)).catch(() => undefined); // what failed first is what a person should read
        throw error;
      });
      await append(world, path, deed("done", null));
      return result;
    },
  };
}

async function append({ files, isLocked }: JournalWorld, path: string, deed: Deed): Promise<void> {
  if (!(await isLocked())) throw lockGone(path);
  const sealPath = sealPathOf(path);
  const found = (await files.bytes(path)) ?? new Uint8Array();
  const { announced, appended, sealed } = addEntry(found, parseSeal(await files.read(sealPath)), deed);
  await files.write(sealPath, JSON.stringify(announced), 0o600);
  await files.append(path, appended);
  await files.write(sealPath, JSON.stringify(sealed), 0o600);
}

function lockGone(path: string): StackError {
  return new StackError(`The stack's lock was removed, so the command stopped and writes nothing more to ${path}`, {
    next: "The file `running.json` in that folder was deleted. Make sure that no other command is running on the stack, then run this command again.",
  });
}
