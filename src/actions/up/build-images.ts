import type { EnsuredImage } from "../../io/images/local-image.ts";
import { imageTable } from "../../plan/images/versions.ts";
import type { Session } from "../session.ts";
import { reachEngine } from "../stack/engine.ts";
import { withProgress } from "../terminal.ts";

/** Builds every image of this release again and stores it in the cache. */
export async function buildAllImages(session: Session): Promise<readonly EnsuredImage[]> {
  const { client } = await reachEngine(session);
  const { buildImages } = await import("../../io/images/ensure.ts");
  return withProgress(session.terminal, "building the images", (progress) =>
    buildImages(client, Object.values(imageTable), {
      cacheFolder: session.paths.cache,
      onProgress: ({ image, text }) => progress.say(`${image}: ${text}`),
    }),
  );
}
