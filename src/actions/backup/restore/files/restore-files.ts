import { literal } from "../../../../io/postgres/literal.ts";
import type { Filler } from "../../../../io/repository/filler.ts";
import { repositoryIn } from "../../../../io/repository/repository-in.ts";
import type { StackEngine } from "../../../../io/stack-engine.ts";
import { operatorOn } from "../../../../kinds/own-accounts.ts";
import { type AskedFiles, parseAskedFiles, spokenFiles } from "../../../../operations/backup/files/asked.ts";
import { filesToPut, type JudgedFile } from "../../../../operations/backup/files/judge.ts";
import { putRows } from "../../../../operations/backup/files/put-rows.ts";
import { refuseMissing } from "../../../../operations/backup/files/refuse-missing.ts";
import type { Manifest } from "../../../../operations/backup/manifest.ts";
import type { Journal } from "../../../../operations/journal/journal.ts";
import type { Plan } from "../../../../plan/plan.ts";
import type { Session } from "../../../session.ts";
import { reachEngine } from "../../../stack/engine.ts";
import { settledStack } from "../../../stack/settings.ts";
import { withLock } from "../../../stack/with-lock.ts";
import { withProgress } from "../../../terminal.ts";
import { knownErasuresHere, recordedErasures } from "../erasures.ts";
import { withFiller } from "../open-filler.ts";
import { ownRepository } from "../own-repository.ts";
import { asRestic } from "../read-archive.ts";
import { type FoundFiles, findFiles } from "./find.ts";
import { putOnDisk, type Redacted, storedFiles } from "./in-filler.ts";
import { refuseFull, takeFiles } from "./take-files.ts";

/** What a person asks for. */
export interface FileWishes {
  /** A file's address, a member's id, or a room's. */
  readonly file: string;
  /** The beginning of an archive's id; null for the newest one that has what the server lacks. */
  readonly archive: string | null;
  /** A folder of this machine that is made, and gets the files instead of the server; null for the server. */
  readonly folder: string | null;
}

/** What will be done, for a person to agree to. */
export interface FilesPlan extends Pick<FoundFiles, "manifest" | "files" | "isEncrypted"> {
  readonly asked: string;
  readonly serverName: string;
  readonly folder: string | null;
  /** Those that are put back, or written into the folder. */
  readonly chosen: readonly JudgedFile[];
}

/** What became of it. */
export interface FilesRestored extends FilesPlan {
  /** Ids of those that are there now. */
  readonly restored: readonly string[];
  /** Ids of those whose bytes in the archive are not those that it names. */
  readonly differing: readonly string[];
}

/**
 * Brings uploaded files back from an archive while the server runs: onto its disk and into its database, as they were, or into a folder of this
 * machine. What the server has stays as it is. null where it is not agreed to.
 */
export async function restoreFiles(
  session: Session,
  wishes: FileWishes,
  consent: (plan: FilesPlan) => Promise<boolean>,
): Promise<FilesRestored | null> {
  const { plan, settings } = await settledStack(session);
  const asked = parseAskedFiles(wishes.file, settings.serverName);
  await refuseFull(session, wishes.folder);
  const own = await ownRepository(session, { plan, settings });
  const engine = await reachEngine(session);
  return withLock(session, async (_, journal) => {
    const { client } = engine;
    const place = { client, ...own, stack: session.stack, volumes: { synapse: plan.volumes.synapse } };
    // Before a filler is there: where the server does not run, nothing is made.
    await Array.fromAsync(engine.stack.database(plan.services.postgres.name).rows("SELECT 1"));
    return withFiller(place, (filler) =>
      inFiller({ session, engine: engine.stack, plan, filler, journal, asked, wishes }, consent),
    );
  });
}

interface Restoring {
  readonly session: Session;
  readonly engine: StackEngine;
  readonly plan: Plan;
  readonly filler: Filler;
  readonly journal: Journal;
  readonly asked: AskedFiles;
  readonly wishes: FileWishes;
}

async function inFiller(
  restoring: Restoring,
  consent: (plan: FilesPlan) => Promise<boolean>,
): Promise<FilesRestored | null> {
  const { session, plan, asked, wishes, journal } = restoring;
  const found = await withProgress(session.terminal, "opening the repository", ({ say }) => search(restoring, say));
  const best = found.best ?? refuseMissing(asked, { ...found, server: plan.serverName, stack: session.stack });
  const { manifest, files, isEncrypted } = best;
  const chosen = wishes.folder === null ? filesToPut(files) : files.filter(({ fate }) => canBeTaken(fate));
  const { serverName } = plan;
  const shown: FilesPlan = {
    ...{ asked: spokenFiles(asked, serverName), serverName, manifest, files, isEncrypted },
    ...{ folder: wishes.folder, chosen },
  };
  if (chosen.length === 0) return { ...shown, restored: [], differing: [] };
  if (!(await consent(shown))) return null;
  const { archive } = manifest;
  const about = { archive, asked: shown.asked, files: chosen.length, folder: wishes.folder ?? "" };
  const restored = await journal.record("restore files", about, () =>
    withProgress(session.terminal, "bringing the files back", () => bring(restoring, best, chosen)),
  );
  const isThere = new Set(restored);
  return { ...shown, restored, differing: chosen.map(({ id }) => id).filter((id) => !isThere.has(id)) };
}

function canBeTaken(fate: JudgedFile["fate"]): boolean {
  return fate !== "erased" && fate !== "missing";
}

async function search({ session, engine, plan, filler, asked, wishes }: Restoring, say: (text: string) => void) {
  const { stack } = session;
  const database = engine.database(plan.services.postgres.name);
  const repository = repositoryIn((args) => filler.run([...asRestic, ...args]));
  const erasures = await recordedErasures(repository, stack);
  return findFiles({
    ...{ filler, repository, stack, asked, say, server: plan.serverName, archive: wishes.archive },
    stored: await storedFiles(filler, database),
    redacted: redactedIn(database),
    erased: (manifest) => erasedSince(session, manifest, erasures),
  });
}

/** Members who were erased, or whose files were deleted with their account. */
async function erasedSince(
  session: Session,
  manifest: Manifest,
  erasures: Parameters<typeof knownErasuresHere>[1]["erasures"],
): Promise<ReadonlySet<string>> {
  const { later } = await knownErasuresHere(session, { manifest, erasures });
  return new Set(later.filter(({ media, erase }) => erase || media === "delete").map(({ user }) => user));
}

function redactedIn(database: ReturnType<StackEngine["database"]>): Redacted {
  return async (events) => {
    if (events.length === 0) return new Set();
    const listed = events.map(literal).join(", ");
    const rows = database.rows(`SELECT redacts FROM redactions WHERE redacts IN (${listed})`);
    return new Set((await Array.fromAsync(rows)).map(([id]) => id ?? ""));
  };
}

/** Puts the bytes there before the row that names them: a file that is known is there. */
async function bring(
  { session, engine, plan, filler, wishes }: Restoring,
  { manifest, rows }: FoundFiles,
  chosen: readonly JudgedFile[],
): Promise<readonly string[]> {
  const { files } = manifest.snapshots;
  if (wishes.folder !== null) return takeFiles({ filler, snapshot: files, folder: wishes.folder }, chosen);
  const put = await putOnDisk(filler, files, chosen);
  const unknown = chosen.filter(({ id, fate }) => put.has(id) && fate === "comes back").map(({ id }) => id);
  const operator = operatorOn(plan.serverName);
  if (unknown.length > 0)
    await engine
      .database(plan.services.postgres.name)
      .run(putRows(rows, new Set(unknown), { now: session.clock.now(), operator }));
  return [...put];
}
