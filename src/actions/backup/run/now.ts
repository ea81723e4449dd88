import { StackError } from "../../../errors.ts";
import { type MadeResult, readMade, readResult } from "../../../operations/backup/run/results.ts";
import { onThisStack, type Session } from "../../session.ts";
import { leaveBundle } from "../../stack/bundle/leave.ts";
import { withLock } from "../../stack/with-lock.ts";
import { renewCanaryOf } from "../canary/of-stack.ts";
import { reachBackups } from "./backups.ts";

/** How old the canary's newest message may be before a backup renews it: writing one takes a second and more. */
const canaryMilliseconds = 300_000;

/**
 * Makes an archive now, under the stack's lock: nothing is upgraded meanwhile. `say` gets each line of progress. Its
 * container finishes it where this process is ended.
 */
export async function backupNow(session: Session, say: (line: string) => void): Promise<MadeResult> {
  return withLock(session, (_, journal) =>
    journal.record(session.command, {}, async () => {
      const { settled, engine, container } = await reachBackups(session);
      await renewCanaryOf(session, settled, { journal, olderThan: canaryMilliseconds });
      await leaveBundle(session); // files that a person changed are part of it
      const { stdout } = await engine.execIn(container, ["bash", "./run.sh"], say);
      const made = readMade(stdout);
      if (made === null) throw notMade(session, readResult(stdout)?.reason ?? "it ended without a result");
      return made;
    }),
  );
}

function notMade({ stack }: Session, reason: string): StackError {
  return new StackError(`No archive was made: ${reason}`, {
    next: `The archives before it are as they were. Correct the cause, then run the same command again:  ${onThisStack("backup now", stack)}`,
  });
}
