import { createHash } from "node:crypto";
import { VaultError } from "../../../errors.ts";
import type { Filler } from "../../../io/repository/filler.ts";
import type { Repository } from "../../../io/repository/repository.ts";
import { repositoryIn } from "../../../io/repository/repository-in.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { parseManifest } from "../../../operations/backup/manifest-file.ts";
import { chooseArchive, type WholeArchive, wholeArchives } from "../../../operations/backup/restore/choose.ts";
import { decideVersions } from "../../../operations/backup/restore/versions.ts";
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
  const archives = wholeArchives(await repository.snapshots([]));
  const archive = chooseArchive(archives, wanted);
  const newest = chooseArchive(archives, { ...wanted, id: null });
  // Each start of restic takes half a second for its key.
  const [manifest, erasures] = await Promise.all([
    readManifest(repository, archive),
    recordedErasures(repository, wanted.stack),
  ]);
  const changes = decideVersions(manifest);
  const bundle = await readBundle(repository, manifest);
  const isNewest = newest.id === archive.id;
  const newestBundle = isNewest ? bundle : await readBundle(repository, await readManifest(repository, newest));
  return { archive, manifest, changes, bundle, newestBundle, erasures };
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

async function readBundle(
  repository: Repository,
  { archive, bundle, snapshots }: Manifest,
): Promise<Uint8Array | null> {
  if (bundle === null) return null;
  const sealed = await repository.read(snapshots.files, bundlePath);
  if (sealed !== null && createHash("sha256").update(sealed).digest("hex") === bundle.sha256) return sealed;
  throw new VaultError(`The settings in the archive ${archive} are not those that its manifest names`, {
    next: "Use another archive:  npx chatkeep restore --list",
  });
}
