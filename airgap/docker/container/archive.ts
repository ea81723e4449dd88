import { constants } from "node:fs";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";

/** One file of an archive; it belongs to root. */
export type ArchiveFile = { readonly path: string; readonly mode: number; readonly content: Buffer };

/** Writes a tar archive. */
export async function writeArchive(files: readonly ArchiveFile[]): Promise<Buffer> {
  const archive = pack();
  // The type bits, which are not written, keep the mode 0: tar-stream takes a plain 0 for none.
  for (const { path, mode, content } of files) archive.entry({ name: path, mode: constants.S_IFREG | mode }, content);
  archive.finalize();
  return await buffer(archive);
}
