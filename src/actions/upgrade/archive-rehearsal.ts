import { StackError, VaultError } from "../../errors.ts";
import type { Filler } from "../../io/repository/filler.ts";
import { newestPostgres } from "../../kinds/postgres-version.ts";
import type { Manifest } from "../../operations/backup/manifest.ts";
import type { UpgradeWorld } from "../../operations/upgrade/steps.ts";
import { expectDone } from "../backup/restore/filler-errors.ts";
import { haveImage } from "../backup/restore/listing/have-image.ts";
import { openFiller } from "../backup/restore/open-filler.ts";
import { ownRepository } from "../backup/restore/own-repository.ts";
import type { ReachedRepository } from "../backup/restore/reach-repository.ts";
import { openArchive } from "../backup/restore/read-archive.ts";
import { onThisStack, type Session } from "../session.ts";
import { differencesFrom } from "./archive-differences.ts";
import { refuseDifferences } from "./differences.ts";
import type { Means } from "./gather.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** An archive that an upgrade is rehearsed on, and where it is read. */
export interface RehearsalArchive extends ReachedRepository {
  readonly manifest: Manifest;
}

/** What a rehearsal on an archive does; nothing of it is in the server's own volume. */
export interface ArchiveRehearsal extends Pick<UpgradeWorld, "restoreArchive" | "compareWithArchive" | "endRehearsal"> {
  /** The container that it is in; null where there is none. */
  container(): string | null;
}

/** The newest archive; null, and a note that says why, where it cannot be read. */
export async function findRehearsalArchive(
  session: Session,
  { engine, settled }: Means,
  to: number,
): Promise<RehearsalArchive | null> {
  // The image that restores archives has the newest Postgres alone.
  if (settled.plan.backup === null || to !== newestPostgres) return null;
  try {
    const { image, repository } = await ownRepository(session, settled);
    await haveImage(session, engine, image);
    const { manifest } = await openArchive(session, engine, { image, repository }, null);
    return { image, repository, manifest };
  } catch (error) {
    if (!(error instanceof VaultError || error instanceof StackError)) throw error;
    session.terminal.note(
      `There is no archive to rehearse on: ${error.message}\nIt is rehearsed on a dump of the running database.`,
    );
    return null;
  }
}

/** Brings an archive to life in a container and a volume that go with the rehearsal. */
export function archiveRehearsal(session: Session, means: Means, { archive, stopwatch }: Rehearsing): ArchiveRehearsal {
  let filler: Filler | null = null;
  const begun = () => {
    if (archive === null || filler === null) throw new Error("no archive is rehearsed on");
    return { filler, ...archive };
  };
  return {
    container: () => filler?.container ?? null,
    restoreArchive: async () => {
      filler = archive === null ? null : await scratchFiller(session, means, archive);
      const { manifest } = begun();
      await stopwatch.timed("restore", () => restore(begun().filler, manifest, session));
      // No dump takes longer than its restore, which builds every index again.
      stopwatch.note("dump", manifest.database.dumpSeconds ?? stopwatch.seconds().restore);
    },
    compareWithArchive: () =>
      stopwatch.timed("compare", async () =>
        refuseDifferences(await differencesFrom(begun().manifest, begun().filler, means), {
          title: "What came back is not what the archive and the server say:",
          next: advice(session),
        }),
      ),
    endRehearsal: async () => {
      await filler?.end();
      filler = null;
    },
  };
}

interface Rehearsing {
  readonly archive: RehearsalArchive | null;
  readonly stopwatch: Stopwatch;
}

function scratchFiller({ stack }: Session, { engine }: Means, { image, repository }: RehearsalArchive) {
  return openFiller({ client: engine.client, image, stack, repository, volumes: { postgres: null } });
}

/** An archive that does not come back says nothing of the server: a new one is made in a moment. */
async function restore(filler: Filler, { snapshots, database }: Manifest, session: Session): Promise<void> {
  const args = [snapshots.database, String(database.dumpBytes)];
  try {
    await expectDone(filler.run(["bash", "./prepare.sh"]), "prepare a volume");
    await expectDone(filler.run(["bash", "./database.sh", ...args]), "restore the archive's database");
  } catch (cause) {
    if (cause instanceof VaultError) throw new StackError(cause.message, { cause, next: advice(session) });
    throw cause;
  }
}

function advice({ stack }: Session): string {
  return `Make a new archive, then run the same command again:  ${onThisStack("backup now", stack)}`;
}
