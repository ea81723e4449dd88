import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { extract } from "tar-stream";

/** A file that came, and what it holds. */
export interface ReceivedFile {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Writes the files of tar archives, as they come, into a folder that is made; each for its owner alone. `nameOf` says what a file of the
 * archive is called there, null for one that is not wanted. One that is there already is an error.
 */
export async function receiveFiles(
  folder: string,
  nameOf: (path: string) => string | null,
  received: (file: ReceivedFile) => void,
): Promise<Writable> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const parser = extract();
  parser.on("entry", ({ name: path, type }, content, next) => {
    const name = type === "file" ? nameOf(path) : null;
    if (name === null) {
      content.once("end", () => next()).resume();
      return;
    }
    writeWhole(join(folder, name), content).then(
      (held) => {
        received({ name, ...held });
        next();
      },
      (error) => next(error),
    );
  });
  return parser;
}

async function writeWhole(path: string, content: Readable): Promise<Omit<ReceivedFile, "name">> {
  const hash = createHash("sha256");
  let bytes = 0;
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  };
  await pipeline(content, counted, createWriteStream(path, { flags: "wx", mode: 0o600 }));
  return { bytes, sha256: hash.digest("hex") };
}
