import { createHash } from "node:crypto";
import { VaultError } from "../../../errors.ts";
import type { Filler } from "../../../io/repository/filler.ts";
import type { Repository, Snapshot } from "../../../io/repository/repository.ts";
import { repositoryIn } from "../../../io/repository/repository-in.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { parseManifest } from "../../../operations/backup/manifest-file.ts";
import { chooseArchive, type WholeArchive, wholeArchives } from "../../../operations/backup/restore/choose.ts";
import { decideVersions } from "../../../operations/backup/restore/versions.ts";
import { archivesIn } from "../../../operations/backup/run/archives.ts";
import type { Session } from "../../session.ts";
import type { ReachedEngine } from "../../stack/engine.ts";
import { withProgress } from "../../terminal.ts";
import type { ChosenArchive } from "./chosen-archive.ts";
import { recordedErasures } from "./erasures.ts";
import { withFiller } from "./open-filler.ts";
import type { ReachedRepository } from "./reach-repository.ts";

/** restic runs as Synapse's user: a repository that is a folder belongs to that. By itself, it asks a target for a quarter of an hour that does not answer. */
export const asRestic: readonly string[] = [
  "timeout",
  "--kill-after=5",
  "120",
  "setpriv",
  "--reuid",
  "991",
  "--regid",
  "991",
  "--clear-groups",
];

/** Where the container of backups has the bundle, and so the archive. */
const bundlePath = "/var/lib/postgresql/data/bundle/operator.sealed";

/** Opens a stack's repository in a container of its own, and reads an archive there; null is the newest. */
export function openArchive(
  { stack, terminal }: Session,
  { client }: ReachedEngine,
  { image, repository }: ReachedRepository,
  id: string | null,
): Promise<ChosenArchive> {
  return withProgress(terminal, "opening the repository", () =>
    withFiller({ client, image, stack, repository, volumes: null }, (filler) => readArchive(filler, { stack, id })),
  );
}

/** Lists the repository, chooses an archive of the stack, and reads what says what is in it. */
export async function readArchive(
  filler: Filler,
  wanted: { readonly stack: string; readonly id: string | null },
): Promise<ChosenArchive> {
  const repository = repositoryIn((args) => filler.run([...asRestic, ...args]));
  const snapshots = await repository.snapshots([]);
  const archives = wholeArchives(snapshots);
  const archive = chooseArchive(archives, wanted);
  const newest = chooseArchive(archives, { ...wanted, id: null });
  const isNewest = newest.id === archive.id;
  const readings = [
    readWhole(repository, archive, snapshots),
    isNewest ? null : readWhole(repository, newest, snapshots),
    recordedErasures(listed(repository, snapshots), wanted.stack),
  ] as const;
  await Promise.allSettled(readings); // if several fail, the first in this order counts
  const [chosen, last, erasures] = await Promise.all(readings);
  const changes = decideVersions(chosen.manifest);
  return { archive, ...chosen, changes, newestBundle: (last ?? chosen).bundle, erasures };
}

/** The repository with a list that was read before. */
function listed({ read }: Repository, snapshots: readonly Snapshot[]): Pick<Repository, "snapshots" | "read"> {
  return {
    read,
    snapshots: async (wanted) => snapshots.filter(({ tags }) => wanted.every((tag) => tags.includes(tag))),
  };
}

/** An archive's manifest and settings: side by side, because each start of restic takes half a second for its key. */
async function readWhole(
  repository: Repository,
  archive: WholeArchive,
  snapshots: readonly Snapshot[],
): Promise<Pick<ChosenArchive, "manifest" | "bundle">> {
  const files = archivesIn(snapshots).find(({ id }) => id === archive.id)?.parts.files;
  const readings = [
    readManifest(repository, archive),
    files === undefined ? null : repository.read(files, bundlePath),
  ] as const;
  await Promise.allSettled(readings);
  const [manifest, sealed] = await Promise.all(readings);
  return { manifest, bundle: provenBundle(manifest, sealed) };
}

/** What an archive says of itself. */
export async function readManifest(
  repository: Repository,
  { id, manifest }: Pick<WholeArchive, "id" | "manifest">,
): Promise<Manifest> {
  const text = await repository.read(manifest, "manifest.json");
  const read = text === null ? null : parseManifest(text.toString());
  if (read !== null && read.archive === id) return read;
  throw new VaultError(`The manifest of the archive ${id} cannot be read by this version of chatkeep`, {
    next: "Use the version that made it, or a newer one, or another archive.",
  });
}

/** Only what the manifest names; null where that names none. */
function provenBundle({ archive, bundle }: Manifest, sealed: Uint8Array | null): Uint8Array | null {
  if (bundle === null) return null;
  if (sealed !== null && createHash("sha256").update(sealed).digest("hex") === bundle.sha256) return sealed;
  throw new VaultError(`The settings in the archive ${archive} are not those that its manifest names`, {
    next: "Use another archive:  npx chatkeep restore --list",
  });
}
