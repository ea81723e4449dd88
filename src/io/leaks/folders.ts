import { lstatSync, readdirSync, type Stats, statSync } from "node:fs";
import { type FileHandle, lstat, open, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setImmediate as yieldToOthers } from "node:timers/promises";
import type { SearchedPlace } from "./place.ts";

/** Which files of a folder are read. */
export interface FolderOptions {
  /** Files that were last changed before this cannot hold what is newer; null reads all. */
  readonly since?: Date | null;
  /** Paths of files and folders that are left out, however the way to them is written. */
  readonly except?: readonly string[];
}

/** A file, or every file below a folder, that we may read, on the folder's own disk; a large one in pieces that overlap. Links are not followed. */
export async function* filesBelow(folder: string, options: FolderOptions = {}): AsyncGenerator<SearchedPlace> {
  const top = await lstat(folder).catch(() => null);
  const excepted = (options.except ?? []).flatMap((path) => identityAt(path) ?? []);
  if (top !== null) yield* at(folder, top, top.dev, { ...options, excepted: new Set(excepted) });
}

interface Search extends FolderOptions {
  readonly excepted: ReadonlySet<string>;
}

/** What is at the end of a path, links followed; null where nothing is. */
function identityAt(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : identityOf(found);
}

function identityOf({ dev, ino }: Stats): string {
  return `${dev}:${ino}`;
}

/** Where systemd, Ubuntu and Red Hat keep the memory of crashed processes; the kernel's own way is a file in their working folder (core(5)). */
const dumpFolders = ["/var/lib/systemd/coredump", "/var/lib/apport/coredump", "/var/crash", "/var/spool/abrt"];

/** The memory of crashed processes: in the system's own folders for it, and beside the processes that ran in these. */
export async function* coreDumps(
  workingFolders: readonly string[],
  options: FolderOptions = {},
): AsyncGenerator<SearchedPlace> {
  for (const folder of dumpFolders) yield* filesBelow(folder, options);
  for (const folder of new Set(workingFolders.map((each) => resolve(each))))
    for (const name of await readdir(folder).catch(() => []))
      if (/^core(\.|$)/.test(name)) yield* filesBelow(join(folder, name), options);
}

async function* at(path: string, found: Stats, disk: number, options: Search): AsyncGenerator<SearchedPlace> {
  if (found.dev !== disk || options.except?.includes(path) || options.excepted.has(identityOf(found))) return;
  if (found.isDirectory())
    for (const [name, each] of await entriesOf(path)) {
      if (each.isDirectory() || isWanted(each, options)) yield* at(join(path, name), each, disk, options);
    }
  else if (isWanted(found, options)) yield* piecesOf(path, found.size);
}

/** What cannot be read, or is gone meanwhile, is nothing. By calls that wait: by way of Node's threads it takes eight times as long. */
async function entriesOf(folder: string): Promise<readonly (readonly [name: string, found: Stats])[]> {
  await yieldToOthers();
  return namesIn(folder).flatMap((name) => {
    const found = foundAt(join(folder, name));
    return found === null ? [] : [[name, found] as const];
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function foundAt(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch {
    return null;
  }
}

function isWanted(found: Stats, { since }: FolderOptions): boolean {
  return found.isFile() && isNewer(found.ctimeMs, since);
}

/** A file's time comes from a coarser clock than ours, so it may be a little behind. */
const clockSlackMilliseconds = 1_000;

function isNewer(changed: number, since: Date | null | undefined): boolean {
  return !since || changed >= since.getTime() - clockSlackMilliseconds;
}

const longestPiece = 4 * 2 ** 20;
/** Longer than any encoded secret. */
const overlapLength = 16 * 2 ** 10;

async function* piecesOf(path: string, size: number): AsyncGenerator<SearchedPlace> {
  const file = await open(path, "r").catch(() => null);
  if (file === null) return;
  try {
    yield* pieces(file, path, Math.min(size + 1, longestPiece));
  } finally {
    await file.close();
  }
}

async function* pieces(file: FileHandle, path: string, pieceLength: number): AsyncGenerator<SearchedPlace> {
  const buffer = Buffer.allocUnsafe(pieceLength + overlapLength);
  for (let kept = 0; ; ) {
    const { bytesRead } = await file.read(buffer, kept, pieceLength, null);
    if (bytesRead === 0) return;
    const end = kept + bytesRead;
    yield { where: path, text: buffer.toString("latin1", 0, end) };
    const from = Math.max(0, end - overlapLength);
    buffer.copyWithin(0, from, end);
    kept = end - from;
  }
}
