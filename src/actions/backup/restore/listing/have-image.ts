import type { Session } from "../../../session.ts";
import type { ReachedEngine } from "../../../stack/engine.ts";
import { withProgress } from "../../../terminal.ts";
import { makeImages } from "../../../up/make-images.ts";

/** Makes the image that opens a repository, where the engine does not have it. */
export async function haveImage(
  { terminal, paths }: Session,
  { client, stack }: ReachedEngine,
  image: string,
): Promise<void> {
  if ((await stack.missingImages([image])).length === 0) return;
  await withProgress(terminal, "making the image that restores", ({ say }) =>
    makeImages(client, [image], { cacheFolder: paths.cache, say }),
  );
}
