import { open } from "node:fs/promises";

/** Reads the lines that were added to a file since the last time; a line without its end waits. */
export interface LineReader {
  /** Gives each new whole line to `onLine`. */
  readOn(onLine: (line: string) => void): Promise<void>;
  close(): Promise<void>;
}

/** Opens a file that another process is writing. */
export async function readGrowingFile(path: string): Promise<LineReader> {
  const file = await open(path, "r");
  const buffer = Buffer.alloc(64 * 1024);
  const decoder = new TextDecoder();
  let rest = "";
  return {
    readOn: async (onLine) => {
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
        if (bytesRead === 0) return;
        const lines = (rest + decoder.decode(buffer.subarray(0, bytesRead), { stream: true })).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) onLine(line);
      }
    },
    close: () => file.close(),
  };
}
