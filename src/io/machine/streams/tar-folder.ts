import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { Readable } from "node:stream";
import { pack } from "tar-stream";

/** The files and folders of these names in a folder as one archive, file by file: only a part of one is in memory. */
export function tarOf(folder: string, names: readonly string[]): ReadableStream<Uint8Array> {
  const archive = pack();
  const fill = async () => {
    for (const name of names) for await (const path of filesUnder(join(folder, name))) await add(archive, folder, path);
    archive.finalize();
  };
  fill().catch((error) => archive.destroy(error));
  return Readable.toWeb(new Readable().wrap(archive)) as ReadableStream<Uint8Array>; // the package brings streams of its own
}

async function* filesUnder(path: string): AsyncGenerator<string> {
  const found = await stat(path);
  if (!found.isDirectory()) return yield path;
  for (const name of (await readdir(path)).sort()) yield* filesUnder(join(path, name));
}

async function add(archive: ReturnType<typeof pack>, folder: string, path: string): Promise<void> {
  const { size, mtime } = await stat(path);
  const header = { name: relative(folder, path), size, mode: 0o600, mtime };
  await new Promise<void>((resolve, reject) => {
    const entry = archive.entry(header, (error) => (error ? reject(error) : resolve()));
    createReadStream(path).on("error", reject).pipe(entry);
  });
}
