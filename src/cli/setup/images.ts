import { buildAllImages } from "../../actions/up/build-images.ts";
import { beginSession } from "../session.ts";

/** Builds every image of this release again and stores it in the cache. */
export async function buildImages(options: { readonly json: boolean }): Promise<number> {
  const session = beginSession("images build", { stack: "local" });
  const built = await buildAllImages(session);
  const rows = built.map(({ local, outcome }) => `${local.padEnd(32)} ${outcome}`);
  session.terminal.result(options.json ? JSON.stringify({ version: 1, images: built }) : rows.join("\n"));
  return 0;
}
