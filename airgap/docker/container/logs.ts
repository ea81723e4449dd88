import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type { Container } from "dockerode";
import { bothOutputs } from "../../../src/io/docker/stream-frames.ts";

/** All that a container has said on both its outputs, in order. */
export async function readLogs(container: Container, tty: boolean): Promise<string> {
  const said = await container.logs({ stdout: true, stderr: true });
  return tty ? said.toString() : await text(Readable.from([said]).pipe(bothOutputs()));
}
