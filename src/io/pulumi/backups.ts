import type { Files } from "../machine/files.ts";
import type { StackPaths } from "../machine/paths.ts";
import { isWholeCheckpoint } from "./state.ts";

/** A copy of a stack's checkpoint that was written to its end. */
export interface CheckpointBackup {
  readonly path: string;
  /** When Pulumi wrote what it is a copy of; null where it does not say. */
  readonly writtenAt: string | null;
  readonly resources: number;
}

/** The whole copies that Pulumi keeps: one beside the checkpoint, and one from the begin and the end of each change (pkg/backend/diy, "saveCheckpoint", "backupStack", "addToHistory"). */
export async function findBackups(
  files: Pick<Files, "list" | "read">,
  { checkpoint, backups, history }: Pick<StackPaths, "checkpoint" | "backups" | "history">,
): Promise<readonly CheckpointBackup[]> {
  const kept = [...(await files.list(backups)), ...(await files.list(history))];
  const paths = [`${checkpoint}.bak`, ...kept.filter((path) => path.endsWith(".json"))];
  return (await Promise.all(paths.map((path) => readBackup(files, path)))).flat();
}

async function readBackup(files: Pick<Files, "read">, path: string): Promise<readonly CheckpointBackup[]> {
  const text = await files.read(path);
  if (text === null || !isWholeCheckpoint(text)) return [];
  const { latest } = JSON.parse(text).checkpoint;
  const { time = null } = latest?.manifest ?? {};
  return [{ path, writtenAt: time, resources: latest?.resources?.length ?? 0 }];
}
