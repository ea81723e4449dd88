import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

/** How much more a file system takes. */
export interface Room {
  readonly folder: string;
  readonly freeBytes: number;
  /** How many more files; null where the file system has no such bound. */
  readonly freeFiles: number | null;
}

/** The room where a folder lies, or will be made. */
export async function roomFor(folder: string): Promise<Room> {
  try {
    const { bavail, bsize, files, ffree } = await statfs(folder);
    return { folder, freeBytes: bavail * bsize, freeFiles: files === 0 ? null : ffree };
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    return roomFor(dirname(folder));
  }
}
