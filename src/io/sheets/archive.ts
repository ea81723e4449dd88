import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { tarEntries } from "../docker/tar-entries.ts";

/** A file in an archive, by its name. */
export interface ArchivedFile {
  readonly name: string;
  readonly text: string;
}

/** Files as one tar archive in memory, readable by their owner alone. */
export async function packFiles(files: readonly ArchivedFile[]): Promise<Uint8Array> {
  const archive = pack();
  for (const { name, text } of files) archive.entry({ name, mode: 0o600 }, text);
  archive.finalize();
  return buffer(archive);
}

/** The files of a tar archive in memory. */
export async function unpackFiles(archive: Uint8Array): Promise<readonly ArchivedFile[]> {
  const entries = await tarEntries(Readable.from([Buffer.from(archive)]));
  return entries.flatMap(({ path, isFolder, content }) => (isFolder ? [] : [{ name: path, text: content.toString() }]));
}
