import type { Filler } from "../../../io/repository/filler.ts";
import { parseJson } from "../../../kinds/json.ts";
import type { UserId } from "../../../kinds/names.ts";
import type { CompareCheck, CompareFinding } from "../../../operations/backup/compare/check.ts";
import { compareChecks } from "../../../operations/backup/compare/checks.ts";
import { compareArchive } from "../../../operations/backup/compare/compare.ts";
import { observedFrom } from "../../../operations/backup/compare/read-observed.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { type Pending, pendingFrom } from "../../../operations/backup/restore/pending.ts";
import { expectDone } from "./filler-errors.ts";
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
  /** Seconds by stage. Database and files are restored side by side. */
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
  const { manifest, say, beforeCompare, aside = "" } = filling;
  const { snapshots, database } = manifest;
  await expectDone(filler.run(["bash", "./prepare.sh", aside]), "prepare the volumes");
  say(`restoring the database (${mebibytes(database.dumpBytes)}) and ${manifest.media.files} media files`);
  const [ofDatabase, ofFiles] = await both(
    timed(() =>
      expectDone(
        filler.run(["bash", "./database.sh", snapshots.database, String(database.dumpBytes)]),
        "restore the database",
      ),
    ),
    timed(() => expectDone(filler.run(["bash", "./files.sh", snapshots.files]), "restore the files")),
  );
  await beforeCompare?.(filler.container);
  say("comparing what came back with the archive's manifest");
  const compared = await timed(() => compare(filler, filling));
  say("emptying the one-time keys, and moving every position on");
  const settled = await timed(() => settle(filler, filling));
  return {
    ...compared.result,
    seconds: {
      database: ofDatabase.seconds,
      files: ofFiles.seconds,
      compare: compared.seconds,
      settle: settled.seconds,
    },
  };
}

/** Waits for both, so that nothing is still being written when the first failure is told. */
async function both<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<readonly [One, Other]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

async function compare(filler: Filler, { manifest, volumes }: Filling): Promise<Pick<Filled, "findings" | "pending">> {
  await filler.place([{ path: "digest-key", text: manifest.database.digestKey, uid: 999 }]);
  const samples = Object.keys(manifest.media.samples).map((path) => `${path}\n`);
  const { stdout } = await expectDone(
    filler.run(["bash", "./observe.sh"], Buffer.from(samples.join(""))),
    "look at what came back",
  );
  const lines = stdout
    .toString()
    .split("\n")
    .filter((line) => line !== "")
    .map(parseJson);
  return {
    findings: compareArchive(manifest, observedFrom(lines), checksFor(volumes)),
    pending: pendingFrom(lines),
  };
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
