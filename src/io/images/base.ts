import { join } from "node:path";
import type Docker from "dockerode";
import { StackError } from "../../errors.ts";
import { debootstrap } from "./debootstrap.ts";
import { readEngineEvents } from "./engine-events.ts";
import type { ImageOptions, LocalImage } from "./local-image.ts";
import { architectureOf } from "./presence.ts";
import { officialImagesReachable } from "./reach.ts";

/** Node's words for processors, in Go's, which the engine speaks. */
const PROCESSORS: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** Where the base comes from: debootstrap here, the registry, or nowhere. */
export type BaseSource = "debootstrap" | "pull" | "none";

/** debootstrap needs root and makes a system for this machine's processor; the registry's Debian serves where that does not do. */
export function chooseBase(seen: {
  readonly root: boolean;
  readonly sameProcessor: boolean;
  readonly reachable: boolean;
}): BaseSource {
  if (seen.root && seen.sameProcessor) return "debootstrap";
  return seen.reachable ? "pull" : "none";
}

/** Looks at this machine and the engine, and says where the base can come from; throws where it cannot. */
export async function findBaseSource(engine: Docker, image: LocalImage): Promise<BaseSource> {
  const root = process.getuid?.() === 0;
  const sameProcessor = PROCESSORS[process.arch] === (await architectureOf(engine));
  const source = chooseBase({ root, sameProcessor, reachable: await officialImagesReachable(engine, image) });
  if (source === "none") throw noBase(image, root);
  return source;
}

/** Writes the base's root file system into a build's folder. */
export async function writeRootFileSystem(image: LocalImage, context: string, options: ImageOptions): Promise<void> {
  const { SUITE } = image.buildArguments;
  if (SUITE === undefined) throw new Error(`the recipe of ${image.local} has no SUITE`);
  await debootstrap(SUITE, join(context, "rootfs.tar"), join(options.cacheFolder, "images"), (text) =>
    options.onProgress({ image: image.local, action: "debootstrap", text }),
  );
}

/** Takes the registry's Debian under the name of ours. */
export async function pullBase(engine: Docker, image: LocalImage, options: ImageOptions): Promise<void> {
  const stream = await engine.pull(image.official);
  await readEngineEvents(stream, (text) => options.onProgress({ image: image.local, action: "pull", text }));
  const colon = image.local.lastIndexOf(":");
  await engine.getImage(image.official).tag({ repo: image.local.slice(0, colon), tag: image.local.slice(colon + 1) });
}

function noBase(image: LocalImage, root: boolean): StackError {
  const why = root ? "the engine's processor differs from this machine's" : "that needs root";
  return new StackError(
    `${image.local} is built with debootstrap, but ${why}; the engine cannot pull ${image.official} either`,
    {
      next: root
        ? "Run the same command on a machine with the same processor as the engine's."
        : "Run the same command with sudo.",
    },
  );
}
