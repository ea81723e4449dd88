import type { Repository } from "../../../io/repository/repository.ts";
import { repositoryIn } from "../../../io/repository/repository-in.ts";
import type { StackEngine } from "../../../io/stack-engine.ts";
import { type Archive, archivesIn, stackTag } from "../../../operations/backup/run/archives.ts";
import type { Session } from "../../session.ts";
import { reachBackups } from "./backups.ts";

/** What the repository holds of a stack. */
export interface ListedArchives {
  /** Oldest first. */
  readonly archives: readonly Archive[];
  /** Bytes that the whole repository takes. */
  readonly size: number;
}

/** Lists the stack's archives, and what is unfinished. */
export async function listArchives(session: Session): Promise<ListedArchives> {
  const { engine, container } = await reachBackups(session);
  const repository = repositoryOf(engine, container);
  const [snapshots, size] = await Promise.all([repository.snapshots([stackTag(session.stack)]), repository.size()]);
  return { archives: archivesIn(snapshots), size };
}

/** The repository as the stack's own container of backups reaches it. */
export function repositoryOf(engine: Pick<StackEngine, "execBytes">, container: string): Repository {
  return repositoryIn((args) => engine.execBytes(container, args));
}
