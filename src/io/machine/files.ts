import { randomBytes } from "node:crypto";
import {
  access,
  appendFile,
  cp,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  truncate,
  writeFile,
} from "node:fs/promises";
import { dirname, join } from "node:path";

/** The disk, as far as chatkeep needs it. Folders that are missing are made, for their owner alone. */
export interface Files {
  /** The text of a file; null when there is none. */
  read(path: string): Promise<string | null>;
  /** The same as it is, byte by byte: bytes that are no text are kept. */
  bytes(path: string): Promise<Uint8Array | null>;
  /** How many bytes a file has; null when there is none. */
  size(path: string): Promise<number | null>;
  /** Whether a file or folder of that name is there. */
  has(path: string): Promise<boolean>;
  /** Replaces a file as a whole: a reader, or a power cut, sees the old text or the new one. */
  write(path: string, text: string | Uint8Array, mode: number): Promise<void>;
  /** Makes a file that is not there yet; false when one is. */
  claim(path: string, text: string): Promise<boolean>;
  /** Adds to the end of a file, all of it or, on a full disk, nothing. */
  append(path: string, text: string): Promise<void>;
  /** Gives a file another name; false when it is gone. */
  rename(from: string, to: string): Promise<boolean>;
  /** Moves a file or a folder with all it holds; it is there under one of its names, or under both, at every moment. */
  move(from: string, to: string): Promise<void>;
  /** Removes a folder that holds nothing; one that does stays. */
  removeEmpty(folder: string): Promise<void>;
  /** Removes a file or a folder with all it holds; nothing happens when there is none. */
  remove(path: string): Promise<void>;
  /** The paths of what is in a folder; empty when there is none. */
  list(folder: string): Promise<readonly string[]>;
}

/** The real disk. */
export const disk: Files = {
  read: (path) => orWhenMissing(about(path, readFile(path, "utf8")), null),
  bytes: (path) => orWhenMissing<Uint8Array | null>(about(path, readFile(path)), null),
  size: (path) => orWhenMissing<number | null>(sizeOf(path), null),
  has: async (path) =>
    access(path).then(
      () => true,
      () => false,
    ),
  write: async (path, text, mode) => {
    const unfinished = await besides(path, text, mode);
    await rename(unfinished, path);
  },
  claim: async (path, text) => {
    const unfinished = await besides(path, text, 0o600);
    try {
      await link(unfinished, path);
      return true;
    } catch (error) {
      if (codeOf(error) === "EEXIST") return false;
      throw error;
    } finally {
      await rm(unfinished, { force: true });
    }
  },
  append: async (path, text) => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await about(path, appendWhole(path, text));
  },
  rename: (from, to) =>
    orWhenMissing(
      rename(from, to).then(() => true),
      false,
    ),
  move: async (from, to) => {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await rename(from, to).catch((error) => (codeOf(error) === "EXDEV" ? moveAcross(from, to) : Promise.reject(error)));
  },
  removeEmpty: (folder) =>
    rmdir(folder).catch((error) => {
      if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes(codeOf(error) ?? "")) throw error;
    }),
  remove: (path) => rm(path, { recursive: true, force: true }),
  list: async (folder) => (await orWhenMissing(readdir(folder), [])).map((name) => join(folder, name)),
};

/** Whether a file is one that was being written and did not get its own name yet. */
export function isUnfinished(path: string): boolean {
  return /\.[0-9a-f]{8}\.part$/.test(path);
}

async function besides(path: string, text: string | Uint8Array, mode: number): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${randomBytes(4).toString("hex")}.part`;
  try {
    await about(path, writeFile(unfinished, text, { mode, flush: true }));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return unfinished;
}

/** What was written of a text before the disk was full is taken back. */
async function appendWhole(path: string, text: string): Promise<void> {
  const size = await orWhenMissing(sizeOf(path), 0);
  try {
    await appendFile(path, text, { mode: 0o600, flush: true });
  } catch (error) {
    await truncate(path, size).catch(() => undefined);
    throw error;
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

/** An error in reading or writing does not say by itself which file it was (read(2), write(2)): a folder can be opened as one. */
async function about<Result>(path: string, writing: Promise<Result>): Promise<Result> {
  try {
    return await writing;
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { path }) : error;
  }
}

/** From one file system to another there is no renaming (rename(2), EXDEV). */
async function moveAcross(from: string, to: string): Promise<void> {
  const unfinished = `${to}.${randomBytes(4).toString("hex")}.part`;
  await cp(from, unfinished, { recursive: true, preserveTimestamps: true });
  await rename(unfinished, to);
  await rm(from, { recursive: true, force: true });
}

async function orWhenMissing<Value>(reading: Promise<Value>, otherwise: Value): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return otherwise;
    throw error;
  }
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
