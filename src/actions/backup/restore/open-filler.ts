import type Docker from "dockerode";
import { readTemplates } from "../../../io/machine/program-files.ts";
import type { Filler } from "../../../io/repository/filler.ts";
import { labelsOf } from "../../../plan/names.ts";
import type { PlannedVolume } from "../../../plan/plan.ts";
import { fillerFiles } from "./filler-files.ts";
import type { RepositoryPlace } from "./repository-place.ts";
import { type FilledVolumes, fillerName } from "./volumes.ts";

/** Where a filler runs, and what it reads and fills. */
export interface FillerPlace {
  readonly client: Docker;
  /** The backup image: it holds Postgres of the stack's own version and restic. */
  readonly image: string;
  /** The stack that the filler is for: it need not be the one of the archive. */
  readonly stack: string;
  readonly repository: RepositoryPlace;
  /** Made where they are missing; one that is null goes with the filler. null for all where none is filled. */
  readonly volumes: Readonly<Partial<Record<keyof FilledVolumes, PlannedVolume | null>>> | null;
  readonly signal?: AbortSignal;
}

/** A container that has the repository's files, and the volumes, where some are filled. */
export async function openFiller(place: FillerPlace): Promise<Filler> {
  const filler = await startFor(place);
  try {
    await filler.place(fillerFiles(readTemplates(), place.repository.files));
    return filler;
  } catch (error) {
    await filler.end();
    throw error;
  }
}

/** Does something in such a container, and removes it in every case. */
export async function withFiller<Result>(
  place: FillerPlace,
  doing: (filler: Filler) => Promise<Result>,
): Promise<Result> {
  const filler = await openFiller(place);
  try {
    return await doing(filler);
  } finally {
    await filler.end();
  }
}

async function startFor({ client, image, stack, repository, volumes, signal }: FillerPlace): Promise<Filler> {
  const { startFiller } = await import("../../../io/repository/filler.ts");
  const all = Object.entries(volumes ?? {});
  const named = all.flatMap(([, volume]) => volume ?? []);
  await Promise.all(named.map(({ name, labels }) => client.createVolume({ Name: name, Labels: { ...labels } })));
  const mounted = Object.fromEntries(all.map(([role, volume]) => [`/volumes/${role}`, volume?.name ?? null]));
  const { folder, network } = repository;
  const labels = labelsOf(stack, "filler");
  return startFiller(client, { name: fillerName(stack), image, labels, folder, network, volumes: mounted }, signal);
}
