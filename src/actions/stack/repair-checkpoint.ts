import { StackError } from "../../errors.ts";
import { findBackups } from "../../io/pulumi/backups.ts";
import { isWholeCheckpoint, type PulumiState, parsePulumiState } from "../../io/pulumi/state.ts";
import type { Journal } from "../../operations/journal/journal.ts";
import { damagedState, describeBackup, describeDamage, newestBackup } from "../../operations/state/checkpoint.ts";
import { onThisStack, type Session } from "../session.ts";
import type { Kept } from "./written.ts";

/** The state that a checkpoint holds; null when there is none. One that was cut off is an error, which says what can be done. */
export async function stateIn(
  { files, paths, stack }: Session,
  { checkpoint }: Pick<Kept, "checkpoint">,
): Promise<PulumiState | null> {
  if (checkpoint === null) return null;
  if (isWholeCheckpoint(checkpoint)) return parsePulumiState(checkpoint);
  const backup = newestBackup(await findBackups(files, paths));
  throw damagedState(describeDamage(paths.checkpoint, checkpoint.length), backup, onThisStack("up", stack));
}

/** The state as it is now: for a look after something was done. */
export async function readState(session: Session): Promise<PulumiState | null> {
  return stateIn(session, { checkpoint: await session.files.read(session.paths.checkpoint) });
}

/** Puts the newest whole backup in the place of a checkpoint that was cut off, after a yes, and gives what is kept then. The damaged one is kept beside it. */
export async function repairCheckpoint(
  session: Session,
  kept: Kept,
  journal: Journal,
  { yes }: { readonly yes: boolean },
): Promise<Kept> {
  const { files, paths, terminal } = session;
  const { checkpoint: text } = kept;
  if (text === null || isWholeCheckpoint(text)) return kept;
  const backup = newestBackup(await findBackups(files, paths));
  const damage = describeDamage(paths.checkpoint, text.length);
  if (backup === null) throw damagedState(damage, null, onThisStack("up", session.stack));
  terminal.note(`${damage}.\n${describeBackup(backup)}`);
  if (!yes && !(await terminal.confirm("Restore it?", { usually: true, flag: "--yes" }))) throw leftDamaged();
  const [from, to] = [backup.path, paths.checkpoint];
  const checkpoint = (await files.read(from)) ?? "";
  await journal.record("restoreCheckpoint", { from, to }, async () => {
    await files.write(`${to}.damaged`, text, 0o600);
    await files.write(to, checkpoint, 0o600);
    await files.remove(`${to}.attrs`);
  });
  return { ...kept, checkpoint };
}

function leftDamaged(): StackError {
  return new StackError("Pulumi's state was not restored, so no command can work on the stack", {
    next: "Run the same command again when you are ready.",
  });
}
