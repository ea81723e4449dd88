import { unlessStatus } from "../../../io/docker/engine-answers.ts";
import { newestPostgres } from "../../../kinds/postgres-version.ts";
import type { Erasure } from "../../../operations/backup/erasures.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { type Newer, newerQuery, readNewer } from "../../../operations/backup/restore/newer.ts";
import { changedIn, type VersionChange } from "../../../operations/backup/restore/versions.ts";
import { setAsideName } from "../../../operations/backup/set-aside.ts";
import type { Plan } from "../../../plan/plan.ts";
import { withPostgres } from "../../../render/stack-file/stack-file.ts";
import type { Session } from "../../session.ts";
import { type ReachedEngine, reachEngine } from "../../stack/engine.ts";
import { settledStack } from "../../stack/settings.ts";
import { withLock } from "../../stack/with-lock.ts";
import { withProgress } from "../../terminal.ts";
import type { Prepared } from "../../up/prepare.ts";
import { forgetErasures, rememberErasures } from "../erasures/repeat.ts";
import { knownErasuresHere, usersOf } from "./erasures.ts";
import { type Filled, fillVolumes } from "./fill-volumes.ts";
import { expectDone } from "./filler-errors.ts";
import { withFiller } from "./open-filler.ts";
import { ownRepository } from "./own-repository.ts";
import type { ReachedRepository } from "./reach-repository.ts";
import { openArchive } from "./read-archive.ts";
import type { RestoreWishes } from "./restore.ts";
import { type Restored, refuseDifferent, serveAgain } from "./serve-filled.ts";
import type { FilledVolumes } from "./volumes.ts";

/** What will be done, for a person to agree to. */
export interface InPlacePlan {
  readonly stack: string;
  readonly manifest: Manifest;
  readonly now: Date;
  /** What is lost by it; null where the database does not open any more. */
  readonly newer: Newer | null;
  readonly volumes: readonly string[];
  /** What the folder is called, in each volume, that the data of now is moved into. */
  readonly aside: string;
  /** Who was offboarded since the archive, and is again once the server runs. */
  readonly erasures: readonly Erasure[];
  /** What comes back in another version. */
  readonly changes: readonly VersionChange[];
}

/** How it is agreed to. */
export interface InPlaceConsent {
  readonly restore: (plan: InPlacePlan) => Promise<boolean>;
  readonly up: (prepared: Prepared) => Promise<boolean>;
}

/** What a restore in place goes by. */
interface Means extends ReachedRepository {
  readonly engine: ReachedEngine;
  readonly plan: Plan;
  readonly keyId: string;
  readonly manifest: Manifest;
  readonly volumes: FilledVolumes;
  readonly aside: string;
  readonly erasures: InPlacePlan["erasures"];
  readonly changes: InPlacePlan["changes"];
}

/**
 * Sets a server's data back to an archive after a mistake. What is there is moved aside within its volumes, and is put back where the archive
 * turns out not to be good. The proxy serves on, and holds requests.
 */
export async function restoreInPlace(
  session: Session,
  archive: string | null,
  wishes: RestoreWishes,
  consent: InPlaceConsent,
): Promise<(Restored & { readonly aside: string }) | null> {
  const settled = await settledStack(session);
  const { key, ...opened } = await ownRepository(session, settled);
  const engine = await reachEngine(session);
  const { plan } = settled;
  const aside = setAsideName(session.clock.now());
  return withLock(session, async (leftovers, journal) => {
    const chosen = await openArchive(session, engine, opened, archive);
    const { manifest, changes } = chosen;
    const { later: erasures } = await knownErasuresHere(session, chosen);
    const volumes = { postgres: plan.volumes.postgres, synapse: plan.volumes.synapse };
    const means: Means = { ...opened, engine, plan, keyId: key.id(), manifest, volumes, aside, erasures, changes };
    if (!(await consent.restore(await planOf(session, means)))) return null;
    const { archive: id, at } = manifest;
    const done = { archive: id, at, aside, ...changedIn(changes) };
    const filled = await journal.record("restore in place", done, async () => {
      const replaced = await replaceData(session, means, wishes.skipCompare);
      await writePostgres(session);
      return replaced;
    });
    const again = { leftovers, journal, dropped: true };
    const restored = await serveAgain(session, wishes, again, { ...filled, manifest }, consent.up);
    return restored === null ? null : { ...restored, aside };
  });
}

async function planOf({ stack, clock }: Session, means: Means): Promise<InPlacePlan> {
  const { engine, plan, manifest, volumes, aside, erasures, changes } = means;
  const names = Object.values(volumes).map(({ name }) => name);
  const newer = await whatIsNewer(engine, plan, manifest);
  return { stack, manifest, now: clock.now(), newer, volumes: names, aside, erasures, changes };
}

/** null where the database does not answer: that may be why it is restored. */
async function whatIsNewer({ stack }: ReachedEngine, { services }: Plan, manifest: Manifest): Promise<Newer | null> {
  try {
    const [row] = await Array.fromAsync(stack.database(services.postgres.name).rows(newerQuery(manifest)));
    return row === undefined ? null : readNewer(row);
  } catch {
    return null;
  }
}

/** A container that was stopped stays so until `up` starts it (Docker manual, "Start containers automatically"). */
async function replaceData(session: Session, means: Means, skipped: readonly string[]): Promise<Filled> {
  const { stack, terminal } = session;
  const { engine, plan, image, repository, manifest, volumes, keyId, aside, erasures } = means;
  const writing = ["backup", "synapse", "postgres"].flatMap((role) => plan.services[role]?.name ?? []);
  const what = { client: engine.client, image, stack, repository, manifest, volumes, keyId, aside };
  return withProgress(terminal, "stopping what writes to the data", async ({ say }) => {
    for (const name of writing) await unlessStatus([304, 404], engine.client.getContainer(name).stop());
    await rememberErasures(session, erasures);
    try {
      const filled = await fillVolumes({ ...what, leftSince: usersOf(erasures), dropDeletions: true, say });
      refuseDifferent(filled.findings, skipped);
      return filled;
    } catch (error) {
      say("putting back what was moved aside");
      await putBack(session, means);
      await forgetErasures(session);
      for (const name of writing.toReversed()) await engine.client.getContainer(name).start();
      throw error;
    }
  });
}

/** What came back is of the newest Postgres, whatever was there. */
async function writePostgres({ files, paths }: Session): Promise<void> {
  const text = await files.read(paths.stackFile);
  const changed = text === null ? null : withPostgres(text, newestPostgres);
  if (changed !== null && changed !== text) await files.write(paths.stackFile, changed, 0o600);
}

function putBack({ stack }: Session, { engine, image, repository, volumes, aside }: Means): Promise<unknown> {
  return withFiller({ client: engine.client, image, stack, repository, volumes }, (filler) =>
    expectDone(filler.run(["bash", "./undo.sh", aside]), "put back what was moved aside"),
  );
}
