import type { MasterKey } from "../../../keys/master-key.ts";
import type { Erasure } from "../../../operations/backup/erasures.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { changedIn, type VersionChange } from "../../../operations/backup/restore/versions.ts";
import type { Journal } from "../../../operations/journal/journal.ts";
import type { Session } from "../../session.ts";
import type { ReachedEngine } from "../../stack/engine.ts";
import { withLock } from "../../stack/with-lock.ts";
import { withProgress } from "../../terminal.ts";
import type { Prepared } from "../../up/prepare.ts";
import type { UpWishes } from "../../up/up.ts";
import { rememberErasures } from "../erasures/repeat.ts";
import type { ChosenArchive } from "./chosen-archive.ts";
import { type KnownErasures, knownErasures, usersOf } from "./erasures.ts";
import { type Filled, fillVolumes } from "./fill-volumes.ts";
import { haveImage } from "./listing/have-image.ts";
import { openArchive } from "./read-archive.ts";
import type { RepositoryPlace } from "./repository-place.ts";
import { type Cameback, type Restored, refuseDifferent, serveAgain } from "./serve-filled.ts";
import { begunRestore, clearEarlierTry, refuseAnother, refuseOccupied, rememberRestore } from "./target.ts";
import { volumesOf } from "./volumes.ts";
import { decideWrites, onNewestPostgres, type RestoredFile, settingsFor, withErasures } from "./written-files.ts";

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
  /** Whether they are full already, by a run that did not come to its end. */
  readonly isFilled: boolean;
  readonly files: readonly string[];
  /** Who was offboarded since the archive, and is again once the server runs. */
  readonly erasures: readonly Erasure[];
  /** What comes back in another version. */
  readonly changes: readonly VersionChange[];
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
    if (isFilled) refuseAnother(session, begun.archive, given.archive);
    const chosen = await openArchive(session, engine, given, isFilled ? begun.archive : given.archive);
    const { later, ...decided } = await decide(session, given, chosen, isFilled);
    if (!(await consent.restore(decided.plan))) return null;
    const filled = isFilled ? filledBefore : await fillFresh(session, given, { ...chosen, later }, wishes);
    await write(session, journal, chosen, decided.writes);
    await rememberErasures(session, later);
    const again = { leftovers, journal };
    return serveAgain(session, wishes, again, { ...filled, manifest: chosen.manifest }, consent.up);
  });
}

/** What will be created and written, and who is offboarded again. */
async function decide(session: Session, { key, stackFile }: RestoreGiven, chosen: ChosenArchive, isFilled: boolean) {
  const erasures = await knownErasures(key, chosen);
  const settings = await settingsFor(session, key, chosen, stackFile);
  const writes = decideWrites(session, key, withErasures(onNewestPostgres(settings), erasures.all));
  const plan = { ...planOf(session, chosen, writes, erasures.later), isFilled };
  return { writes, plan, later: erasures.later };
}

function planOf(
  { stack, clock }: Session,
  { manifest, changes }: ChosenArchive,
  writes: readonly RestoredFile[],
  erasures: readonly Erasure[],
): Omit<RestorePlan, "isFilled"> {
  return {
    stack,
    manifest,
    now: clock.now(),
    volumes: Object.values(volumesOf(stack)).map(({ name }) => name),
    files: writes.map(({ path }) => path),
    erasures,
    changes,
  };
}

/** Of a run that was killed once the volumes were full, only the rest is left to do. */
const filledBefore: Omit<Cameback, "manifest"> = {
  findings: [],
  pending: { tasks: [], overdue: 0 },
  seconds: {},
};

/** What a killed run left in the volumes goes first. */
async function fillFresh(
  session: Session,
  { engine, image, repository, key }: RestoreGiven,
  { manifest, later }: Pick<ChosenArchive, "manifest"> & Pick<KnownErasures, "later">,
  { skipCompare }: RestoreWishes,
): Promise<Filled> {
  const { stack, terminal } = session;
  const { archive } = manifest;
  await clearEarlierTry(session, engine);
  await rememberRestore(session, { archive, stage: "filling" });
  const what = {
    client: engine.client,
    image,
    stack,
    repository,
    manifest,
    keyId: key.id(),
    leftSince: usersOf(later),
  };
  const filled = await withProgress(terminal, "filling the volumes", ({ say }) =>
    fillVolumes({ ...what, volumes: volumesOf(stack), say }),
  );
  refuseDifferent(filled.findings, skipCompare);
  await rememberRestore(session, { archive, stage: "filled" });
  return filled;
}

/** The line in the journal follows on the lines that came back with it. What a killed run has written stays: it may have changed since. */
async function write(
  { files }: Session,
  journal: Journal,
  { manifest: { archive, at }, changes }: ChosenArchive,
  writes: readonly RestoredFile[],
): Promise<void> {
  await journal.record("restore", { archive, at, ...changedIn(changes) }, async () => {
    for (const { path, text, mode } of writes)
      if (!(await files.has(path))) await files.write(path, text.reveal(), mode);
  });
}
