import { StackError } from "../../errors.ts";
import type { Room } from "../../io/machine/room.ts";

/** What a run that changes something writes at most, with room to spare: checkpoints and their copies, its report, the journal (docs/measurements/reliability.md). */
const neededBytes = 16 * 2 ** 20;
const neededFiles = 200;

/** Refuses to begin where there is no room to write down what is done: Pulumi would leave a state that was cut off. */
export function refuseWithoutRoom(rooms: readonly Room[]): void {
  for (const { folder, freeBytes, freeFiles } of rooms) {
    const free = `${mebibytes(freeBytes)} MiB are free in ${folder}, but a change may need ${mebibytes(neededBytes)} MiB`;
    if (freeBytes < neededBytes) throw noRoom(free, `df -h ${folder}`);
    const more = `only ${freeFiles} more files can be created in ${folder}, but a change may need ${neededFiles}`;
    if (freeFiles !== null && freeFiles < neededFiles) throw noRoom(more, `df -i ${folder}`);
  }
}

function noRoom(found: string, look: string): StackError {
  return new StackError(`The disk is full: ${found}`, {
    next: `Nothing was changed. Free some space, then run the same command again. To see how full the disk is:  ${look}`,
  });
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0);
}
