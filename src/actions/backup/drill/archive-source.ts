import type Docker from "dockerode";
import { repositoryIn } from "../../../io/repository/repository-in.ts";
import { chooseArchive, type WantedArchive } from "../../../operations/backup/drill/choose.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import { archivesIn, newestWhole, stackTag } from "../../../operations/backup/run/archives.ts";
import type { ChosenArchive } from "../restore/chosen-archive.ts";
import { type Filled, fillVolumes } from "../restore/fill-volumes.ts";
import { withFiller } from "../restore/open-filler.ts";
import { asRestic, readArchive } from "../restore/read-archive.ts";
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

/** An archive that a drill brings to life, with what it says of itself and what the operator's machine left with it. */
export interface FoundArchive extends Pick<ChosenArchive, "manifest" | "bundle" | "newestBundle"> {
  readonly id: string;
  readonly isNewest: boolean;
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

/** Which archive a drill is of. */
export interface ArchiveWish {
  readonly wanted: WantedArchive;
  /** From 0 to 1. */
  readonly random: number;
}

/** Opens the repository and finds an archive; a VaultError says why that cannot be. `drill` is the stack that the container is called after. */
export async function findArchive(
  { client, image, repository, stack }: OpenedAt,
  drill: string,
  { wanted, random }: ArchiveWish,
): Promise<FoundArchive> {
  return withFiller({ client, image, stack: drill, repository, volumes: null }, async (filler) => {
    const listed = repositoryIn((args) => filler.run([...asRestic, ...args]));
    const archives = archivesIn(await listed.snapshots([stackTag(stack)]));
    const { id } = chooseArchive(archives, wanted, random);
    const isNewest = id === newestWhole(archives)?.id;
    return { id, isNewest, ...(await readArchive(filler, { stack, id })) };
  });
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
