import { StackError } from "../../errors.ts";
import type { CheckpointBackup } from "../../io/pulumi/backups.ts";

/** The copy that was written last. */
export function newestBackup(backups: readonly CheckpointBackup[]): CheckpointBackup | null {
  const time = ({ writtenAt }: CheckpointBackup) => Date.parse(writtenAt ?? "") || 0;
  return backups.reduce<CheckpointBackup | null>(
    (best, each) => (best === null || time(each) > time(best) ? each : best),
    null,
  );
}

/** What is wrong with a checkpoint that was not written to its end. */
export function describeDamage(checkpoint: string, bytes: number): string {
  return `Pulumi's state is damaged: ${checkpoint} is incomplete (${bytes} bytes). A full disk or a power cut can cause this`;
}

/** What its newest copy is, and what taking it means. */
export function describeBackup({ path, writtenAt, resources }: CheckpointBackup): string {
  const when = writtenAt === null ? "" : `, of ${writtenAt.slice(0, 19).replace("T", " ")}`;
  return `Its newest complete backup is ${path}${when}, with ${resources} resources. Containers and networks that were created later are created again; data stays.`;
}

/** For commands that only look. */
export function damagedState(damage: string, backup: CheckpointBackup | null, up: string): StackError {
  const putBack = "It has no complete backup. Restore the state folder from your own copy.";
  return new StackError(damage, {
    next: backup === null ? putBack : `${describeBackup(backup)}\nTo restore it:  ${up}`,
  });
}
