import { tmpdir } from "node:os";
import { isUnfinished } from "../../io/machine/files.ts";
import { roomFor } from "../../io/machine/room.ts";
import { readPulumiLocks, removeBrokenAttributes } from "../../io/pulumi/state.ts";
import { type Journal, journalIn } from "../../operations/journal/journal.ts";
import { awaitLocks, type PulumiLockWorld } from "../../operations/lock/pulumi-locks.ts";
import { parseRunRecord } from "../../operations/lock/run-record.ts";
import { takeLock } from "../../operations/lock/take-lock.ts";
import { refuseWithoutRoom } from "../../operations/state/room.ts";
import type { Leftovers } from "../../operations/up/seen.ts";
import type { Session } from "../session.ts";
import type { Progress, Terminal } from "../terminal.ts";
import { leaveBundle } from "./bundle/leave.ts";

/**
 * Runs an action under the stack's lock; waits for the holder, and passes on what killed runs left. The stack's journal
 * is available only here: two writers at once would fork its chain. Before the lock is given back, what this machine has of the stack
 * is left with its backups, also after a failure.
 */
export async function withLock<Result>(
  session: Session,
  doing: (left: Leftovers, journal: Journal) => Promise<Result>,
): Promise<Result> {
  const { paths, run, command } = session;
  const waiting = waitingLine(session.terminal);
  const world = lockWorld(session, waiting.say);
  refuseWithoutRoom(await Promise.all([paths.stateFolder, paths.stackFolder, tmpdir()].map(roomFor)));
  try {
    const turn = await takeLock(world, paths, run, command);
    try {
      const locks = await awaitLocks(world);
      waiting.end();
      await removeBrokenAttributes(session.files, paths); // no Pulumi writes to them now, and none could look with them
      const left = { orphans: turn.orphans, locks, unfinished: await unfinishedFiles(session) };
      const journal = journalIn({ ...session, isLocked: () => hasLock(session) }, paths.journal, session);
      return await doing(left, journal).finally(() => leaveBundle(session));
    } finally {
      await turn.end();
    }
  } finally {
    waiting.end();
  }
}

/** Whether this run still has the stack's lock: the lock, or its folder, may have been deleted. */
async function hasLock({ files, paths, run }: Session): Promise<boolean> {
  const text = await files.read(paths.running);
  return text !== null && parseRunRecord(text)?.run === run;
}

/** Not those of `running.json`, which runs that wait for the lock create. A report of Pulumi is from a killed run, because no other run has the lock. */
async function unfinishedFiles({ files, paths }: Session): Promise<readonly string[]> {
  const found = [...(await files.list(paths.stateFolder)), ...(await files.list(paths.stackFolder))];
  const isLeft = (path: string) => isUnfinished(path) || path === paths.events || path === `${paths.events}.stderr`;
  return found.filter((path) => belongsTo(path, paths) && isLeft(path) && !path.startsWith(paths.running));
}

function belongsTo(path: string, { stateFolder, stackFile, roster }: Session["paths"]): boolean {
  return [`${stateFolder}/`, `${stackFile}.`, `${roster}.`].some((beginning) => path.startsWith(beginning));
}

function lockWorld({ files, processes, clock, host, paths }: Session, say: (text: string) => void): PulumiLockWorld {
  return { files, processes, clock, host, pid: process.pid, say, locks: () => readPulumiLocks(files, paths.locks) };
}

/** A line of progress that begins with the first thing to say. */
function waitingLine(terminal: Pick<Terminal, "progress">) {
  let progress: Progress | null = null;
  return {
    say: (text: string) => {
      if (progress === null) progress = terminal.progress(text);
      else progress.say(text);
    },
    end: () => {
      progress?.end();
      progress = null;
    },
  };
}
