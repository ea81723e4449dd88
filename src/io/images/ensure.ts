import type Docker from "dockerode";
import { archivePath, isSaved, loadImage, saveImage } from "./archive.ts";
import { buildImage } from "./build.ts";
import type { EnsuredImage, ImageOptions, ImageOutcome, LocalImage } from "./local-image.ts";

/** Makes every wanted image present on the engine: found there, loaded from the cache, or built and kept in the cache. */
export async function ensureImages(
  engine: Docker,
  wanted: readonly LocalImage[],
  options: ImageOptions,
): Promise<readonly EnsuredImage[]> {
  const architecture = await architectureOf(engine);
  const missing = await findMissing(engine, wanted, architecture, options);
  for (const base of basesOf(missing)) await ensureOne(engine, base, architecture, options);
  return Promise.all(
    wanted.map(async (image) => ({
      local: image.local,
      outcome: await ensureOne(engine, image, architecture, options),
    })),
  );
}

/** Builds every wanted image anew, whatever the engine and the cache have. */
export async function buildImages(
  engine: Docker,
  wanted: readonly LocalImage[],
  options: ImageOptions,
): Promise<readonly EnsuredImage[]> {
  const architecture = await architectureOf(engine);
  for (const base of basesOf(wanted)) await ensureOne(engine, base, architecture, options);
  return Promise.all(
    wanted.map(async (image) => {
      await buildAndSave(engine, image, architecture, options);
      return { local: image.local, outcome: "built" as const };
    }),
  );
}

async function ensureOne(
  engine: Docker,
  image: LocalImage,
  architecture: string,
  options: ImageOptions,
): Promise<ImageOutcome> {
  if (await isPresent(engine, image.local)) return "present";
  const path = archivePath(options.cacheFolder, image, architecture);
  if (await isSaved(path)) {
    options.onProgress({ image: image.local, action: "load", text: `loading ${path}` });
    await loadImage(engine, path);
    return "loaded";
  }
  await buildAndSave(engine, image, architecture, options);
  return "built";
}

async function buildAndSave(
  engine: Docker,
  image: LocalImage,
  architecture: string,
  options: ImageOptions,
): Promise<void> {
  await buildImage(engine, image, options);
  const path = archivePath(options.cacheFolder, image, architecture);
  options.onProgress({ image: image.local, action: "save", text: `saving ${path}` });
  await saveImage(engine, image, path);
}

/** The wanted images that neither the engine nor the cache has: only these need their base. */
async function findMissing(engine: Docker, wanted: readonly LocalImage[], architecture: string, options: ImageOptions) {
  const found = await Promise.all(
    wanted.map(
      async (image) =>
        (await isPresent(engine, image.local)) ||
        (await isSaved(archivePath(options.cacheFolder, image, architecture))),
    ),
  );
  return wanted.filter((_, index) => found[index] === false);
}

function basesOf(images: readonly LocalImage[]): readonly LocalImage[] {
  const bases = images.flatMap((image) => (image.base === null ? [] : [image.base]));
  return [...new Map(bases.map((base) => [base.local, base])).values()];
}

async function isPresent(engine: Docker, name: string): Promise<boolean> {
  try {
    await engine.getImage(name).inspect();
    return true;
  } catch (error) {
    if (error instanceof Error && "statusCode" in error && error.statusCode === 404) return false;
    throw error;
  }
}

async function architectureOf(engine: Docker): Promise<string> {
  return (await engine.version()).Arch;
}
