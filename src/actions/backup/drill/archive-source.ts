import type Docker from "dockerode";
import { VaultError } from "../../../errors.ts";
import { repositoryIn } from "../../../io/repository/repository-in.ts";
import { type ChosenArchive, chooseArchive, type WantedArchive } from "../../../operations/backup/drill/choose.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { parseManifest } from "../../../operations/backup/manifest-file.ts";
import { archivesIn, stackTag } from "../../../operations/backup/run/archives.ts";
import { type Filled, fillVolumes, openFiller } from "../restore/fill-volumes.ts";
import type { RepositoryPlace } from "../restore/repository-place.ts";
import type { FilledVolumes } from "../restore/volumes.ts";

/** A repository, and where it is opened. */
export interface OpenedAt {
  readonly client: Docker;
  readonly image: string;
  readonly repository: RepositoryPlace;
  /** Whose archives. */
  readonly stack: string;
}

/** An archive that a drill brings to life, with what it says of itself. */
export interface FoundArchive extends Omit<ChosenArchive, "manifest"> {
  readonly manifest: Manifest;
}

/** Where an archive is filled into, and who hears of it. */
export interface Refilling {
  readonly stack: string;
  readonly volumes: FilledVolumes;
  readonly keyId: string;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
  /** For what breaks something on purpose: called with the filler's container before what came back is compared. */
  readonly beforeCompare: ((container: string) => Promise<void>) | null;
}

/** Opens the repository and finds an archive; a VaultError says why that cannot be. `drill` is the stack that the container is called after. */
export async function findArchive(
  { client, image, repository, stack }: OpenedAt,
  drill: string,
  { wanted, random }: { readonly wanted: WantedArchive; readonly random: number },
): Promise<FoundArchive> {
  const filler = await openFiller({ client, image, stack: drill, repository, volumes: null });
  try {
    const asRestic = ["setpriv", "--reuid", "991", "--regid", "991", "--clear-groups"];
    const opened = repositoryIn((args) => filler.run([...asRestic, ...args]));
    const archives = archivesIn(await opened.snapshots([stackTag(stack)]));
    const { manifest: snapshot, ...chosen } = chooseArchive(archives, wanted, random);
    const text = await opened.read(snapshot, "manifest.json");
    const manifest = text === null ? null : parseManifest(text.toString());
    if (manifest !== null && manifest.archive === chosen.id) return { ...chosen, manifest };
    throw new VaultError(`The manifest of the archive ${chosen.id} cannot be read by this version of chatkeep`, {
      next: "Use the version that made it, or a newer one, or another archive.",
    });
  } finally {
    await filler.end();
  }
}

/** Fills a drill's new volumes from it. */
export async function refill(
  { client, image, repository }: OpenedAt,
  manifest: Manifest,
  to: Refilling,
): Promise<Filled> {
  const { beforeCompare, ...rest } = to;
  const hook = beforeCompare === null ? {} : { beforeCompare };
  return await fillVolumes({ client, image, repository, manifest, ...rest, ...hook });
}
