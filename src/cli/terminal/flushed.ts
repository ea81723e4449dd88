import type { Writable } from "node:stream";

/** Done when all that was written so far is out, or no one reads it any more: a pipe takes a long output in parts, and an exit would cut it off. */
export function flushed(stream: Pick<Writable, "write" | "on">): Promise<void> {
  return new Promise((resolve) => {
    stream.on("error", () => resolve()); // its reader is gone, such as `head`
    stream.write("", () => resolve());
  });
}
