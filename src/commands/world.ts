import type Docker from "dockerode";
import type { Pulumi } from "../io/pulumi.ts";
import { journalIn } from "../operations/journal.ts";
import type { Narrator } from "../operations/narrator.ts";
import type { World } from "../operations/world.ts";
import { type ImageVersion, imageTable } from "../plan/versions.ts";
import type { ReachedEngine } from "./engine.ts";
import type { Session } from "./session.ts";

/** Everything that steps are performed on. */
export function worldOf(
  session: Session,
  { engine, pulumi }: { readonly engine: ReachedEngine; readonly pulumi: Pulumi },
  narrator: Narrator,
): World {
  const { files, clock, processes, paths } = session;
  return {
    files,
    clock,
    processes,
    engine: engine.stack,
    pulumi,
    narrator,
    journal: journalIn(session, paths.journal, session),
    makeImages: (images, say) => makeImages(engine.client, images, paths.cache, say),
  };
}

/** Builds or loads our own images; gets all others from their registries. */
async function makeImages(client: Docker, images: readonly string[], cacheFolder: string, say: (text: string) => void) {
  const table: readonly ImageVersion[] = Object.values(imageTable);
  const own = table.filter(({ local }) => images.includes(local));
  const others = images.filter((image) => !own.some(({ local }) => local === image));
  if (own.length > 0) {
    const { ensureImages } = await import("../io/images/ensure.ts");
    await ensureImages(client, own, { cacheFolder, onProgress: ({ image, text }) => say(`${image}: ${text}`) });
  }
  if (others.length > 0) {
    const { pullImages } = await import("../io/pull-images.ts");
    await pullImages(client, others, say);
  }
}
