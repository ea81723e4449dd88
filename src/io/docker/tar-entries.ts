import { pipeline } from "node:stream/promises";
import { extract, type Headers } from "tar-stream";

/** One file or folder of a tar archive. */
export interface TarEntry {
  /** As the archive has it; a folder's ends in `/`. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly content: Buffer;
}

interface Found {
  readonly head: Headers;
  readonly chunks: readonly Buffer[];
}

/**
 * The files and folders of an archive; links, devices and pipes are left out. Of an archive that breaks off it gives what came: a
 * file that shrinks while the engine reads it makes such a one.
 */
export async function tarEntries(archive: NodeJS.ReadableStream): Promise<readonly TarEntry[]> {
  const found: Found[] = [];
  const parser = extract();
  parser.on("entry", (head, content, next) => {
    const chunks: Buffer[] = [];
    found.push({ head, chunks });
    content.on("data", (chunk: Buffer) => void chunks.push(chunk)).on("end", () => next());
  });
  let isOver = false;
  archive.once("end", () => {
    isOver = true;
  });
  await pipeline(archive, parser).catch((error: unknown) => {
    if (!isOver) throw error; // else the archive has ended within an entry
  });
  return found.filter(({ head }) => head.type === "file" || head.type === "directory").map(entryOf);
}

function entryOf({ head, chunks }: Found): TarEntry {
  const { name, type, mode = 0, uid = 0, gid = 0 } = head;
  return { path: name, isFolder: type === "directory", mode, uid, gid, content: Buffer.concat(chunks) };
}
