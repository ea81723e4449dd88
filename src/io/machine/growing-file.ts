import type { FileHandle } from "node:fs/promises";

/** Reads the lines that were added to a file since the last time; a line without its end waits. */
export interface LineReader {
  /** Gives each new whole line to `onLine`. */
  readOn(onLine: (line: string) => void): Promise<void>;
}

/** Reads a file that another process is writing. It says where it reads: the place that the file itself keeps is the writer's (read(2), pread(2)). */
export function readGrowingFile(file: FileHandle): LineReader {
  const buffer = Buffer.alloc(64 * 1024);
  const decoder = new TextDecoder();
  let rest = "";
  let place = 0;
  return {
    readOn: async (onLine) => {
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, place);
        if (bytesRead === 0) return;
        place += bytesRead;
        const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) onLine(line);
      }
    },
  };
}

/** All that is in a file, wherever its writer stands. */
export async function wholeText(file: FileHandle): Promise<string> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer.toString("utf8", 0, bytesRead);
}
