import type Docker from "dockerode";
import { archivePath, isSaved, loadImage, saveImage } from "./archive.ts";
import { buildImage } from "./build.ts";
import type { EnsuredImage, ImageOptions, ImageOutcome, LocalImage } from "./local-image.ts";
import { architectureOf, isPresent } from "./presence.ts";

/** One engine, and where its finished images are kept. */
interface Workshop {
  readonly engine: Docker;
  readonly architecture: string;
  readonly options: ImageOptions;
}

type Make = (workshop: Workshop, image: LocalImage) => Promise<ImageOutcome>;

/** Makes every wanted image present on the engine: found there, loaded from the cache, or built and kept in the cache. */
export async function ensureImages(
  engine: Docker,
  wanted: readonly LocalImage[],
  options: ImageOptions,
): Promise<readonly EnsuredImage[]> {
  const workshop = { engine, architecture: await architectureOf(engine), options };
  const lacking = await Promise.all(wanted.map((image) => isLacking(workshop, image)));
  const bases = basesOf(wanted.filter((_, index) => lacking[index]));
  await makeAll(workshop, bases, ensureOne);
  return makeAll(workshop, wanted, ensureOne);
}

/** Builds every wanted image again, even if the engine or the cache has it; a base that is not wanted itself is only ensured. */
export async function buildImages(
  engine: Docker,
  wanted: readonly LocalImage[],
  options: ImageOptions,
): Promise<readonly EnsuredImage[]> {
  const workshop = { engine, architecture: await architectureOf(engine), options };
  const wantedBases = wanted.filter((image) => image.base === null);
  const rebuilt = await makeAll(workshop, wantedBases, buildOne);
  await makeAll(workshop, basesOf(wanted), ensureOne);
  const others = wanted.filter((image) => image.base !== null);
  return [...rebuilt, ...(await makeAll(workshop, others, buildOne))];
}

/** All side by side; a failure is thrown when the others have ended too. */
async function makeAll(workshop: Workshop, images: readonly LocalImage[], make: Make) {
  const made = await Promise.allSettled(images.map((image) => make(workshop, image)));
  return made.map((result, index): EnsuredImage => {
    if (result.status === "rejected") throw result.reason;
    return { local: images[index]?.local ?? "", outcome: result.value };
  });
}

async function ensureOne(workshop: Workshop, image: LocalImage): Promise<ImageOutcome> {
  const { engine, options } = workshop;
  if (await isPresent(engine, image.local)) return "present";
  const path = pathOf(workshop, image);
  if (!(await isSaved(path))) return buildOne(workshop, image);
  options.onProgress({ image: image.local, action: "load", text: `loading ${path}` });
  await loadImage(engine, image, path);
  return "loaded";
}

async function buildOne(workshop: Workshop, image: LocalImage): Promise<ImageOutcome> {
  const { engine, options } = workshop;
  await buildImage(engine, image, options);
  const path = pathOf(workshop, image);
  options.onProgress({ image: image.local, action: "save", text: `saving ${path}` });
  await saveImage(engine, image, path);
  return "built";
}

/** Whether neither the engine nor the cache has the image: only then its base is needed. */
async function isLacking(workshop: Workshop, image: LocalImage): Promise<boolean> {
  return !(await isPresent(workshop.engine, image.local)) && !(await isSaved(pathOf(workshop, image)));
}

function pathOf({ options, architecture }: Workshop, image: LocalImage): string {
  return archivePath(options.cacheFolder, image, architecture);
}

function basesOf(images: readonly LocalImage[]): readonly LocalImage[] {
  const bases = images.flatMap((image) => (image.base === null ? [] : [image.base]));
  return [...new Map(bases.map((base) => [base.local, base])).values()];
}
