import { StackError } from "../../errors.ts";
import { findBackups } from "../../io/pulumi/backups.ts";
import { isWholeCheckpoint } from "../../io/pulumi/state.ts";
import type { Journal } from "../../operations/journal/journal.ts";
import { damagedState, describeBackup, describeDamage, newestBackup } from "../../operations/state/checkpoint.ts";
import { onThisStack, type Session } from "../session.ts";

/** Reads a stack's checkpoint; null when there is none. One that was cut off is an error, which says what can be done. */
export async function readCheckpoint({ files, paths, stack }: Session): Promise<string | null> {
  const text = await files.read(paths.checkpoint);
  if (text === null || isWholeCheckpoint(text)) return text;
  const backup = newestBackup(await findBackups(files, paths));
  throw damagedState(describeDamage(paths.checkpoint, text.length), backup, onThisStack("up", stack));
}

/** Puts the newest whole backup in the place of a checkpoint that was cut off, after a yes. The damaged one is kept beside it. */
export async function mendCheckpoint(
  session: Session,
  journal: Journal,
  { yes }: { readonly yes: boolean },
): Promise<void> {
  const { files, paths, terminal } = session;
  const text = await files.read(paths.checkpoint);
  if (text === null || isWholeCheckpoint(text)) return;
  const backup = newestBackup(await findBackups(files, paths));
  if (backup === null) return void (await readCheckpoint(session));
  terminal.note(`${describeDamage(paths.checkpoint, text.length)}.\n${describeBackup(backup)}`);
  if (!yes && !(await terminal.confirm("Restore it?", { usually: true, flag: "--yes" }))) throw leftDamaged();
  const [from, to] = [backup.path, paths.checkpoint];
  await journal.record("restoreCheckpoint", { from, to }, async () => {
    await files.write(`${to}.damaged`, text, 0o600);
    await files.write(to, (await files.read(from)) ?? "", 0o600);
    await files.remove(`${to}.attrs`);
  });
}

function leftDamaged(): StackError {
  return new StackError("Pulumi's state was not restored, so no command can work on the stack", {
    next: "Run the same command again when you are ready.",
  });
}
