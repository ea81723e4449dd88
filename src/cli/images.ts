import { reachEngine } from "../actions/stack/engine.ts";
import { beginSession } from "../actions/stack/session.ts";
import { startProgress } from "../io/machine/progress.ts";
import { imageTable } from "../plan/images/versions.ts";

/** Builds every image of this release anew and keeps it in the cache. */
export async function buildAllImages(options: { readonly json: boolean }): Promise<number> {
  const session = beginSession("images build", { stack: "local" });
  const { client } = await reachEngine(session);
  const { buildImages } = await import("../io/images/ensure.ts");
  const progress = startProgress("building the images");
  try {
    const onProgress = ({ image, text }: { readonly image: string; readonly text: string }) =>
      progress.say(`${image}: ${text}`);
    const built = await buildImages(client, Object.values(imageTable), {
      cacheFolder: session.paths.cache,
      onProgress,
    });
    progress.end();
    const rows = built.map(({ local, outcome }) => `${local.padEnd(32)} ${outcome}`);
    session.terminal.result(options.json ? JSON.stringify({ version: 1, images: built }) : rows.join("\n"));
    return 0;
  } finally {
    progress.end();
  }
}
