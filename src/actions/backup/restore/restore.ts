import type { MasterKey } from "../../../keys/master-key.ts";
import type { CompareFinding } from "../../../operations/backup/compare/check.ts";
import type { Erasure } from "../../../operations/backup/erasures.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { pendingLines } from "../../../operations/backup/restore/pending.ts";
import type { Journal } from "../../../operations/journal/journal.ts";
import type { Session } from "../../session.ts";
import type { ReachedEngine } from "../../stack/engine.ts";
import { withLock } from "../../stack/with-lock.ts";
import { withProgress } from "../../terminal.ts";
import { makeImages } from "../../up/make-images.ts";
import type { Prepared } from "../../up/prepare.ts";
import { bringUpUnderLock, type UpWishes } from "../../up/up.ts";
import type { ChosenArchive } from "./chosen-archive.ts";
import { knownErasures, repeatErasures } from "./erasures.ts";
import { type Filled, fillVolumes, openFiller } from "./fill-volumes.ts";
import { readArchive } from "./read-archive.ts";
import { refuseDifferent } from "./refuse-different.ts";
import type { RepositoryPlace } from "./repository-place.ts";
import { begunRestore, clearEarlierTry, refuseOccupied, rememberRestore } from "./target.ts";
import { type FilledVolumes, volumesOf } from "./volumes.ts";
import { decideWrites, type RestoredFile, settingsFor, withErasures } from "./written-files.ts";

/** What a person has on the worst day. */
export interface RestoreGiven {
  readonly engine: ReachedEngine;
  readonly key: MasterKey;
  readonly repository: RepositoryPlace;
  /** The image that restores. */
  readonly image: string;
  /** An archive's id or how it begins; null for the newest. */
  readonly archive: string | null;
  /** A copy of the stack file, for an archive that has none. */
  readonly stackFile: string | null;
}

/** What will be done, for a person to agree to. */
export interface RestorePlan {
  readonly stack: string;
  readonly manifest: Manifest;
  readonly now: Date;
  readonly volumes: readonly string[];
  readonly files: readonly string[];
  /** Who was offboarded since the archive, and is again once the server runs. */
  readonly erasures: readonly Erasure[];
}

/** How it is agreed to: first to the restore, then to what `up` shows. */
export interface RestoreConsent {
  readonly restore: (plan: RestorePlan) => Promise<boolean>;
  readonly up: (prepared: Prepared) => Promise<boolean>;
}

/** What `restore` is told beforehand. */
export interface RestoreWishes extends UpWishes {
  /** Differences that do not stop it, by the ids of their checks. */
  readonly skipCompare: readonly string[];
}

/** What it came to. */
export interface Restored {
  readonly manifest: Manifest;
  readonly findings: readonly CompareFinding[];
  /** What became of work that Synapse was still to do, a line each. */
  readonly pending: readonly string[];
  /** Seconds, by stage. */
  readonly seconds: Readonly<Record<string, number>>;
}

/**
 * Rebuilds a server where nothing of it is: fills its volumes from an archive, writes what the operator's machine had, and has `up` do
 * the rest. Synapse starts only after what came back agrees with the manifest. A run that is killed is begun again by the next.
 */
export async function restoreServer(
  session: Session,
  given: RestoreGiven,
  wishes: RestoreWishes,
  consent: RestoreConsent,
): Promise<Restored | null> {
  const { engine } = given;
  await refuseOccupied(session, engine);
  return withLock(session, async (leftovers, journal) => {
    await refuseOccupied(session, engine);
    await haveImage(session, engine, given.image);
    const begun = await begunRestore(session);
    const isFilled = begun?.stage === "filled";
    const chosen = await choose(session, engine, isFilled ? { ...given, archive: begun.archive } : given);
    const { manifest } = chosen;
    const erasures = await knownErasures(given.key, chosen);
    const settings = await settingsFor(session, given.key, chosen, given.stackFile);
    const writes = decideWrites(session, given.key, withErasures(settings, erasures.all));
    const volumes = volumesOf(session.stack);
    const plan = planOf(session, manifest, volumes, writes, erasures.later);
    if (!(await consent.restore(plan))) return null;
    const filled = isFilled ? filledBefore : await fillFresh(session, given, { manifest, volumes }, wishes);
    await write(session, journal, manifest, writes);
    const start = performance.now();
    const up = await bringUpUnderLock(session, wishes, { before: null, leftovers, journal }, consent.up);
    if (up === null) return null;
    await repeatErasures(session, journal, erasures.later);
    // The second is left by a run that was killed while `up` took the volumes over.
    for (const path of [session.paths.restoring, session.paths.adoptedVolumes]) await session.files.remove(path);
    const seconds = { ...filled.seconds, start: (performance.now() - start) / 1_000 };
    return { manifest, findings: filled.findings, pending: pendingLines(filled.pending, false), seconds };
  });
}

async function haveImage({ terminal, paths }: Session, { client, stack }: ReachedEngine, image: string): Promise<void> {
  if ((await stack.missingImages([image])).length === 0) return;
  await withProgress(terminal, "making the image that restores", ({ say }) =>
    makeImages(client, [image], { cacheFolder: paths.cache, say }),
  );
}

async function choose(session: Session, { client }: ReachedEngine, given: RestoreGiven): Promise<ChosenArchive> {
  const { stack, terminal } = session;
  return withProgress(terminal, "opening the repository", async () => {
    const { image, repository, archive } = given;
    const filler = await openFiller({ client, image, stack, repository, volumes: null });
    try {
      return await readArchive(filler, { stack, id: archive });
    } finally {
      await filler.end();
    }
  });
}

function planOf(
  { stack, clock }: Session,
  manifest: Manifest,
  volumes: FilledVolumes,
  writes: readonly RestoredFile[],
  erasures: readonly Erasure[],
): RestorePlan {
  return {
    stack,
    manifest,
    now: clock.now(),
    volumes: Object.values(volumes).map(({ name }) => name),
    files: writes.map(({ path }) => path),
    erasures,
  };
}

/** Of a run that was killed once the volumes were full, only the rest is left to do. */
const filledBefore: Pick<Filled, "findings" | "pending"> & Pick<Restored, "seconds"> = {
  findings: [],
  pending: { tasks: [], overdue: 0 },
  seconds: {},
};

/** What a killed run left in the volumes goes first. */
async function fillFresh(
  session: Session,
  { engine, image, repository, key }: RestoreGiven,
  { manifest, volumes }: { readonly manifest: Manifest; readonly volumes: FilledVolumes },
  { skipCompare }: RestoreWishes,
): Promise<Filled> {
  const { stack, terminal } = session;
  const { client } = engine;
  await clearEarlierTry(session, engine);
  await rememberRestore(session, { archive: manifest.archive, stage: "filling" });
  const filled = await withProgress(terminal, "filling the volumes", ({ say }) =>
    fillVolumes({ client, image, stack, repository, manifest, volumes, keyId: key.id(), say }),
  );
  refuseDifferent(filled.findings, skipCompare);
  await rememberRestore(session, { archive: manifest.archive, stage: "filled" });
  return filled;
}

/** The line in the journal follows on the lines that came back with it. What a killed run has written stays: it may have changed since. */
async function write(
  { files }: Session,
  journal: Journal,
  { archive, at }: Manifest,
  writes: readonly RestoredFile[],
): Promise<void> {
  await journal.record("restore", { archive, at }, async () => {
    for (const { path, text, mode } of writes)
      if (!(await files.has(path))) await files.write(path, text.reveal(), mode);
  });
}
