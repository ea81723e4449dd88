import { StackError } from "../../errors.ts";
import type { Clock } from "../../io/machine/clock.ts";
import type { Files } from "../../io/machine/files.ts";
import { addEntries, type ChainEnd, chainAfter, chainEnd, parseSeal, sealPathOf } from "./chain.ts";
import type { Deed } from "./entry.ts";
import { together } from "./together.ts";

/** Keeps evidence of steps: a file that only grows. It is no state: nothing is decided on it. */
export interface Journal {
  /** Runs an action and records its result; an error is passed to the caller. Actions may run at once: their lines are in the order they ended. */
  record<Result>(step: string, about: Deed["about"], doing: () => Promise<Result>): Promise<Result>;
}

/** What a journal is kept with. */
export interface JournalWorld {
  readonly files: Pick<Files, "bytes" | "size" | "read" | "write" | "append">;
  readonly clock: Clock;
  /** Whether this run still has the stack's lock: two writers at once would fork the chain. */
  readonly isLocked: () => Promise<boolean>;
}

/** Who is at work. */
export type Writer = Pick<Deed, "who" | "run" | "command">;

/** A journal in a file. Only who has the stack's lock may have one: src/actions/stack/with-lock.ts. */
export function journalIn(world: JournalWorld, path: string, writer: Writer): Journal {
  const append = together<Deed>(appender(world, path));
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
        await append(deed("failed", said)).catch(() => undefined); // what failed first is what a person should read
        throw error;
      });
      await append(deed("done", null));
      return result;
    },
  };
}

/** What was left after the last addition, and where the chain continues as long as it is there. */
interface Left {
  readonly size: number;
  readonly seal: string;
  readonly end: ChainEnd;
}

/** Adds lines, and reads the whole file only where it is not as the last addition left it: else each line would cost more than the one before. */
function appender({ files, isLocked }: JournalWorld, path: string) {
  const sealPath = sealPathOf(path);
  let left: Left | null = null;
  return async (deeds: readonly [Deed, ...Deed[]]): Promise<void> => {
    if (!(await isLocked())) throw lockGone(path);
    const [size, seal] = await Promise.all([files.size(path), files.read(sealPath)]);
    const isAsLeft = left !== null && left.size === size && left.seal === seal;
    const end = isAsLeft && left !== null ? left.end : await readEnd(files, path, seal);
    left = null; // until all of this is written
    const addition = addEntries(end, deeds);
    await files.write(sealPath, JSON.stringify(addition.announced), 0o600);
    await files.append(path, addition.appended);
    const sealed = JSON.stringify(addition.sealed);
    await files.write(sealPath, sealed, 0o600);
    left = { size: (size ?? 0) + Buffer.byteLength(addition.appended), seal: sealed, end: chainAfter(addition) };
  };
}

async function readEnd(files: JournalWorld["files"], path: string, seal: string | null): Promise<ChainEnd> {
  return chainEnd((await files.bytes(path)) ?? new Uint8Array(), parseSeal(seal));
}

function lockGone(path: string): StackError {
  return new StackError(`The stack's lock was removed, so the command stopped and writes nothing more to ${path}`, {
    next: "The file `running.json` in that folder was deleted. Make sure that no other command is running on the stack, then run this command again.",
  });
}
