import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";

/** A line, and its place in its file. */
export interface Line {
  readonly text: string;
  readonly at: number;
  readonly bytes: number;
}

/** A file of lines that grows at its end. */
export interface LineFile {
  /** How long it is. */
  readonly bytes: () => number;
  /** Adds lines; they are on the disk when this ends. */
  append(lines: readonly string[]): Promise<void>;
  /** One line again. */
  read(at: number, bytes: number): Promise<string>;
  close(): Promise<void>;
}

/** Opens a file of lines for its owner alone, and cuts off what was written after `bytes`: a killed run may have left it. */
export async function openLineFile(path: string, bytes: number): Promise<LineFile> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, bytes === 0 ? "w+" : "r+", 0o600);
  await file.truncate(bytes);
  let end = bytes;
  return {
    bytes: () => end,
    append: async (lines) => {
      if (lines.length === 0) return;
      const text = Buffer.from(`${lines.join("\n")}\n`);
      try {
        let written = 0;
        while (written < text.length)
          written += (await file.write(text, written, text.length - written, end + written)).bytesWritten;
        await file.sync();
      } catch (error) {
        throw error instanceof Error ? Object.assign(error, { path }) : error; // write(2) does not say which file
      }
      end += text.length;
    },
    read: async (at, length) => {
      const buffer = Buffer.alloc(length);
      await file.read(buffer, 0, length, at);
      return buffer.toString("utf8");
    },
    close: () => file.close(),
  };
}

/** The lines in the first `bytes` of a file, in parts of a megabyte: it need not fit into memory. */
export async function* linesOf(path: string, bytes: number): AsyncGenerator<Line> {
  const file = await open(path, "r");
  try {
    let rest = Buffer.alloc(0);
    let at = 0;
    for (let place = 0; ; ) {
      const part = Buffer.alloc(Math.min(1 << 20, bytes - place));
      if (part.length === 0) return;
      const { bytesRead } = await file.read(part, 0, part.length, place);
      if (bytesRead === 0) return;
      place += bytesRead;
      const whole = Buffer.concat([rest, part.subarray(0, bytesRead)]);
      let from = 0;
      for (let end = whole.indexOf(10); end >= 0; end = whole.indexOf(10, from)) {
        yield { text: whole.toString("utf8", from, end), at: at + from, bytes: end - from };
        from = end + 1;
      }
      at += from;
      rest = Buffer.from(whole.subarray(from));
    }
  } finally {
    await file.close();
  }
}
