import type { StackEngine } from "../../../io/stack-engine.ts";
import { type BackupResults, readResults, resultsFolder } from "../../../operations/backup/run/results.ts";

/** How a stack's backups last ended, by what their container left of each run; also where it does not run. */
export async function readBackupResults(
  engine: Pick<StackEngine, "filesIn">,
  container: string,
): Promise<BackupResults> {
  return readResults(await engine.filesIn(container, resultsFolder));
}
