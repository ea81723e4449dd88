import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";

/** Writes a stream to a file for its owner alone, which takes the place of an earlier one when it is whole. */
export async function writeStream(path: string, bytes: ReadableStream<Uint8Array>): Promise<void> {
  const unfinished = `${path}.part`;
  try {
    await pipeline(Readable.fromWeb(bytes as NodeStream), createWriteStream(unfinished, { mode: 0o600, flush: true }));
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
}
