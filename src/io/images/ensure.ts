import type Docker from "dockerode";
import { archivePath, isSaved, loadImage, saveImage } from "./archive.ts";
import { buildImage } from "./build.ts";
import {
  basesOf,
  type EnsuredImage,
  type ImageOptions,
  type ImageOutcome,
  type LocalImage,
  roundsOf,
} from "./local-image.ts";
import { architectureOf, isPresent } from "./presence.ts";
import { pullImages } from "./pull-images.ts";

/** One engine, and where its finished images are kept. */
interface Workshop {
  readonly engine: Docker;
  readonly architecture: string;
  readonly options: ImageOptions;
}

type Make = (workshop: Workshop, image: LocalImage) => Promise<ImageOutcome>;

/** Makes every wanted image present on the engine: found there, loaded from the cache, pulled, or built and kept in the cache. */
export async function ensureImages(
  engine: Docker,
  wanted: readonly LocalImage[],
  options: ImageOptions,
): Promise<readonly EnsuredImage[]> {
  const workshop = { engine, architecture: await architectureOf(engine), options };
  const needed = await withLackingBases(workshop, wanted);
  const made = await makeInRounds(workshop, needed, ensureOne);
  return wanted.map((image) => outcomeOf(image, made));
}

/** Builds every wanted image again, even if the engine or the cache has it; what they start from is only ensured where it is not wanted itself. */
export async function buildImages(
  engine: Docker,
  wanted: readonly LocalImage[],
  options: ImageOptions,
): Promise<readonly EnsuredImage[]> {
  const workshop = { engine, architecture: await architectureOf(engine), options };
  const isWanted = (image: LocalImage) => wanted.some(({ local }) => local === image.local);
  const needed = distinct([...wanted, ...(await withLackingBases(workshop, basesOf(wanted)))]);
  const made = await makeInRounds(workshop, needed, (shop, image) =>
    isWanted(image) ? buildOne(shop, image) : ensureOne(shop, image),
  );
  return wanted.map((image) => outcomeOf(image, made));
}

/** These, and what those of them start from that are neither on the engine nor in the cache. */
async function withLackingBases(workshop: Workshop, images: readonly LocalImage[]): Promise<readonly LocalImage[]> {
  const lacking = await Promise.all(images.map((image) => isLacking(workshop, image)));
  const bases = basesOf(images.filter((_, index) => lacking[index]));
  return bases.length === 0 ? images : distinct([...images, ...(await withLackingBases(workshop, bases))]);
}

function distinct(images: readonly LocalImage[]): readonly LocalImage[] {
  return [...new Map(images.map((image) => [image.local, image])).values()];
}

async function makeInRounds(workshop: Workshop, images: readonly LocalImage[], make: Make) {
  const made: EnsuredImage[] = [];
  for (const round of roundsOf(images)) made.push(...(await makeAll(workshop, round, make)));
  return made;
}

function outcomeOf({ local }: LocalImage, made: readonly EnsuredImage[]): EnsuredImage {
  return { local, outcome: made.find((each) => each.local === local)?.outcome ?? "present" };
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
  if (image.isPulled) return pullOne(workshop, image);
  const path = pathOf(workshop, image);
  if (!(await isSaved(path))) return buildOne(workshop, image);
  options.onProgress({ image: image.local, action: "load", text: `loading ${path}` });
  await loadImage(engine, image, path);
  return "loaded";
}

async function pullOne({ engine, options }: Workshop, image: LocalImage): Promise<ImageOutcome> {
  await pullImages(engine, [image.local], (text) => options.onProgress({ image: image.local, action: "pull", text }));
  return "pulled";
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
