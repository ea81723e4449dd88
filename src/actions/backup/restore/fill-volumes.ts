import type { Filler, FillerResult } from "../../../io/repository/filler.ts";
import { parseJson } from "../../../kinds/json.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { CompareCheck, CompareFinding } from "../../../operations/backup/compare/check.ts";
import { compareChecks } from "../../../operations/backup/compare/checks.ts";
import { compareArchive } from "../../../operations/backup/compare/compare.ts";
import { observedFrom } from "../../../operations/backup/compare/read-observed.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { type Pending, pendingFrom } from "../../../operations/backup/restore/pending.ts";
import { expectDone } from "./filler-errors.ts";
import { asPostgres } from "./filler-files.ts";
import { type FillerPlace, withFiller } from "./open-filler.ts";
import type { FilledVolumes } from "./volumes.ts";

/** What is brought to life, and where. */
export interface Filling extends FillerPlace {
  readonly manifest: Manifest;
  /** Made where they are missing; one that holds anything is refused. */
  readonly volumes: FilledVolumes;
  /** Instead of a refusal: the folder, within each volume, that what is there is moved into. It begins with `set-aside-`. */
  readonly aside?: string;
  /** Whether deletions that were under way at the time of the archive are dropped; else they continue once Synapse starts. */
  readonly dropDeletions?: boolean;
  /** Members who left since the archive: their accounts are locked before any server starts on it. */
  readonly leftSince?: readonly UserId[];
  /** The id of the master key that the volumes say they belong to once they are whole. */
  readonly keyId: string;
  readonly say: (text: string) => void;
  /** For what breaks something on purpose: called with the filler's container once all is restored, before it is compared. */
  readonly beforeCompare?: (container: string) => Promise<void>;
}

/** The parts of the work, in their order. */
export type StageName = "database" | "files" | "compare" | "settle";

/** What became of it. The volumes are whole, and nothing has been served from them. */
export interface Filled {
  /** Where what came back differs from the manifest; empty for a good archive. The caller decides what that means. */
  readonly findings: readonly CompareFinding[];
  /** What Synapse was still to do. */
  readonly pending: Pending;
  /** Seconds by stage. Database and files are restored side by side; the comparison counts from when both are there. */
  readonly seconds: Readonly<Record<StageName, number>>;
}

/**
 * Fills new volumes from an archive: the database, the media, the proxy's certificates; compares all with the manifest, empties the
 * one-time keys and moves every sequence on. A VaultError says that the archive cannot be read or is damaged; a StackError that the
 * engine has no room for it.
 */
export function fillVolumes(filling: Filling): Promise<Filled> {
  return withFiller(filling, (filler) => fill(filling, filler));
}

async function fill(filling: Filling, filler: Filler): Promise<Filled> {
  const { manifest, volumes, say, aside = "" } = filling;
  const { digestKey, dumpBytes } = manifest.database;
  await both(
    expectDone(filler.run(["bash", "./prepare.sh", aside]), "prepare the volumes"),
    filler.place([{ path: "digest-key", text: digestKey, uid: 999 }]),
  );
  say(`restoring the database (${mebibytes(dumpBytes)}) and ${manifest.media.files} media files`);
  const { lines, seconds } = await restoreAndObserve(filler, filling);
  say("emptying the one-time keys, and moving every position on");
  const settled = await timed(() => settle(filler, filling));
  return {
    findings: compareArchive(manifest, observedFrom(lines), checksFor(volumes)),
    pending: pendingFrom(lines),
    seconds: { ...seconds, settle: settled.seconds },
  };
}

/** What came back, as the scripts print it. The database is observed while files still come, unless something is broken on purpose first. */
async function restoreAndObserve(filler: Filler, { manifest, say, beforeCompare }: Filling) {
  const { snapshots, database, media } = manifest;
  const script = (name: string, ...args: readonly string[]) => filler.run(["bash", `./${name}`, ...args]);
  const ofDatabase = timed(() =>
    expectDone(script("database.sh", snapshots.database, String(database.dumpBytes)), "restore the database"),
  );
  const ofFiles = timed(() => expectDone(script("files.sh", snapshots.files), "restore the files"));
  const whole = both(ofDatabase, ofFiles);
  const broken = beforeCompare === undefined ? null : whole.then(() => beforeCompare(filler.container));
  const comparing = (broken ?? whole).then(() => {
    say("comparing what came back with the archive's manifest");
    return timed(() => both(rows, observeFiles(filler, Object.keys(media.samples))));
  });
  const rows = (broken ?? ofDatabase).then(() => observeDatabase(filler));
  const [compared] = await both(comparing, rows);
  const [one, other] = await whole;
  const seconds = { database: one.seconds, files: other.seconds, compare: compared.seconds };
  return { lines: compared.result.flat(), seconds };
}

/** Waits for both, so that nothing is still being written when the first failure is told. */
async function both<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<readonly [One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

/** What came back in the database, as observe-database.sh prints it; the file digest-key has to be there. */
export function observeDatabase(filler: Filler): Promise<readonly unknown[]> {
  const observing = filler.run([...asPostgres, "bash", "./observe-database.sh"]);
  return linesOf(observing, "look at the database that came back");
}

function observeFiles(filler: Filler, samples: readonly string[]): Promise<readonly unknown[]> {
  const input = Buffer.from(samples.map((path) => `${path}\n`).join(""));
  return linesOf(filler.run(["bash", "./observe-files.sh"], input), "look at the files that came back");
}

async function linesOf(running: Promise<FillerResult>, what: string): Promise<readonly unknown[]> {
  const { stdout } = await expectDone(running, what);
  const lines = stdout.toString().split("\n");
  return lines.filter((line) => line !== "").map(parseJson);
}

/** Of a proxy that serves on, nothing comes back. */
function checksFor({ proxy }: FilledVolumes): readonly CompareCheck[] {
  return proxy === undefined ? compareChecks.filter(({ id }) => id !== "certificates") : compareChecks;
}

async function settle(
  filler: Filler,
  { manifest, keyId, dropDeletions = false, leftSince = [] }: Filling,
): Promise<void> {
  const left = Buffer.from(leftSince.map((user) => `${user}\n`).join(""));
  await expectDone(filler.run(["bash", "./advance.sh", String(dropDeletions)], left), "make the database ready");
  await expectDone(filler.run(["bash", "./settle.sh", keyId, manifest.serverName]), "finish the volumes");
}

async function timed<Result>(
  doing: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly seconds: number }> {
  const start = performance.now();
  const result = await doing();
  return { result, seconds: (performance.now() - start) / 1_000 };
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}
