import { disk } from "../../io/machine/files.ts";
import { earlierPathsOf, pathsOf } from "../../io/machine/paths.ts";
import { endOrphan } from "../../operations/lock/orphans.ts";
import { decideMove, moveState, observeEarlier, type Places } from "../../operations/state/move-state.ts";
import { type Session, sessionFor } from "../session.ts";
import { withLock } from "./with-lock.ts";

/**
 * Moves a stack's state to its place, once: at first it lay elsewhere. A command of that time that is at work on the stack is waited for, so
 * only commands that wait for their turn anyway move it; all others use it where it lies (src/actions/session.ts).
 */
export async function settleState(stack: string, terminal: Session["terminal"]): Promise<void> {
  const session = sessionFor("move", stack, terminal);
  const places = { paths: pathsOf(stack, session.environment), earlier: earlierPathsOf(stack, session.environment) };
  if (decideMove(places, await observeEarlier(disk, places)).length === 0) return;
  await withLock({ ...session, paths: places.earlier }, async ({ orphans }) => {
    for (const { pid } of orphans) await endOrphan(pid, session);
    await moveAll(session, places);
  });
  await disk.removeEmpty(places.earlier.stateFolder);
  await writeDown({ ...session, paths: places.paths }, places);
}

async function moveAll(session: Session, places: Places): Promise<void> {
  const { files, terminal, stack } = session;
  const moves = decideMove(places, await observeEarlier(files, places));
  if (moves.length === 0) return;
  const [from, to] = [places.earlier.stateFolder, places.paths.stateFolder];
  await moveState(files, places, moves);
  await files.remove(places.paths.running); // that of this turn, where the folder was moved with it
  terminal.note(`The state of the stack ${stack} has moved from ${from} to ${to}.`);
}

/** The lock of the place before is none for the journal, which lies at the new place. */
async function writeDown(session: Session, { paths, earlier }: Places): Promise<void> {
  const about = { from: earlier.stateFolder, to: paths.stateFolder };
  await withLock(session, (_, journal) => journal.record("moveState", about, async () => undefined));
}
