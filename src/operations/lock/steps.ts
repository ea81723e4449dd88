import type { Clock } from "../../io/machine/clock.ts";
import type { Files } from "../../io/machine/files.ts";
import type { Processes } from "../../io/machine/processes.ts";
import type { StepTable } from "../steps/table.ts";
import { endOrphan } from "./orphans.ts";

/** What clears away after runs that were killed. */
export type LockStep =
  | { readonly kind: "endOrphan"; readonly pid: number; readonly program: string }
  | { readonly kind: "takeOverLock"; readonly file: string; readonly pid: number | null }
  | { readonly kind: "removeUnfinished"; readonly path: string };

/** What these steps are performed on. */
export interface LockStepWorld {
  readonly files: Pick<Files, "remove">;
  readonly clock: Clock;
  readonly processes: Pick<Processes, "end" | "isAlive">;
}

/** What each of them says and does. */
export const lockSteps: StepTable<LockStep, LockStepWorld> = {
  endOrphan: {
    describe: ({ program, pid }) => `end ${program} (process ${pid}), left by a run that was killed`,
    act: ({ pid }, world) => endOrphan(pid, world),
  },
  takeOverLock: {
    describe: ({ file, pid }) =>
      pid === null
        ? `remove the lock ${file}, which is incomplete`
        : `take over the lock of process ${pid}, which has ended`,
    act: ({ file }, { files }) => takeOverLock(file, files),
  },
  removeUnfinished: {
    describe: ({ path }) => `remove the incomplete file ${path}, left by a run that was killed`,
    act: ({ path }, { files }) => files.remove(path),
  },
};

/** Pulumi's file store keeps attributes beside each file (gocloud.dev/blob/fileblob). */
async function takeOverLock(file: string, files: LockStepWorld["files"]): Promise<void> {
  await files.remove(file);
  await files.remove(`${file}.attrs`);
}
