import { createReadStream, createWriteStream } from "node:fs";
import { access, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type Docker from "dockerode";
import { StackError } from "../../errors.ts";
import { readEngineEvents } from "./engine-events.ts";
import type { LocalImage } from "./local-image.ts";
import { isPresent } from "./presence.ts";

/** Where the finished image lies in the cache; the processor is in the name, because an engine elsewhere may have another. */
export function archivePath(cacheFolder: string, image: LocalImage, architecture: string): string {
  const file = image.local.slice(image.local.lastIndexOf("/") + 1).replace(":", "-");
  return join(cacheFolder, "images", `${file}-${architecture}.tar`);
}

/** Writes the image as `docker save` does; a file of that name is always whole. */
export async function saveImage(engine: Docker, image: LocalImage, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await pipeline(await engine.getImage(image.local).get(), createWriteStream(unfinished, { mode: 0o644 }));
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** Loads a saved image into an engine, a remote one too. */
export async function loadImage(engine: Docker, image: LocalImage, path: string): Promise<void> {
  try {
    await readEngineEvents(await engine.loadImage(createReadStream(path)), () => undefined);
    if (await isPresent(engine, image.local)) return;
  } catch (cause) {
    throw unusable(image, path, cause);
  }
  throw unusable(image, path, null);
}

function unusable(image: LocalImage, path: string, cause: unknown): StackError {
  return new StackError(`${path} could not be loaded as ${image.local}`, {
    cause,
    next: `Remove it (rm ${path}) and run the same command again. It builds the image again.`,
  });
}

/** Whether the cache has the image. */
export async function isSaved(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
