import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** A file that is written from its beginning to its end. */
export interface NewFile {
  write(text: string): Promise<void>;
  /** Gives it its name: until then the earlier one stays. */
  finish(): Promise<void>;
  /** Leaves nothing of it. */
  abandon(): Promise<void>;
}

/** Begins a file for its owner alone, which takes the place of an earlier one when it is whole. */
export async function newFile(path: string): Promise<NewFile> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.part`;
  const lines = await open(unfinished, "w", 0o600);
  let waiting: string[] = [];
  let size = 0;
  const flush = async () => {
    const text = waiting.join("");
    [waiting, size] = [[], 0];
    try {
      await lines.writeFile(text);
    } catch (error) {
      throw error instanceof Error ? Object.assign(error, { path }) : error;
    }
  };
  return {
    write: async (text) => {
      waiting.push(text);
      size += text.length;
      if (size > 1 << 18) await flush();
    },
    finish: async () => {
      await flush();
      await lines.sync();
      await lines.close();
      await rename(unfinished, path);
    },
    abandon: async () => {
      await lines.close().catch(() => undefined);
      await rm(unfinished, { force: true });
    },
  };
}
