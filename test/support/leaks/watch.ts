import { type FileHandle, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { newHostProcesses, type ProcessPlace } from "../../../src/io/leaks/host-processes.ts";
import type { SearchedPlace } from "../../../src/io/leaks/place.ts";

/** What could be read while something ran: each text once. */
export interface Watched {
  readonly processes: readonly ProcessPlace[];
  readonly files: readonly SearchedPlace[];
}

/** Which folders are watched, and which files in them are left out, with the unfinished ones beside them. */
export interface WatchedFolders {
  readonly folders: readonly string[];
  readonly except: readonly string[];
}

/** Between two looks: what is watched needs the processors too. */
const glanceMilliseconds = 40;

/** Looks again and again at all processes of this machine, and at the files in some folders, while `work` is done. */
export async function watchWhile<Result>(
  watched: WatchedFolders,
  work: (seen: Watched) => Promise<Result>,
): Promise<{ readonly result: Result; readonly seen: Watched }> {
  const [processes, files] = [keepEach<ProcessPlace>(), watchFiles(watched)];
  const seen = { processes: processes.kept, files: files.kept };
  const known = new Map<number, string>();
  const watchers = [
    startObserving(async () => (await newHostProcesses(known)).forEach(processes.keep)),
    startObserving(files.observe),
  ];
  try {
    return { result: await work(seen), seen };
  } finally {
    await Promise.all(watchers.map((stop) => stop()));
    await files.close();
  }
}

/** Looks again and again until it is stopped, and then once more: processes and files each at their own pace. */
function startObserving(observe: () => Promise<void>): () => Promise<void> {
  const stopping = new AbortController();
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      await observe();
      await pause(glanceMilliseconds);
    }
    await observe();
  })();
  return () => {
    stopping.abort();
    return looking;
  };
}

interface Keeper<Each> {
  readonly kept: Each[];
  keep(place: Each): void;
}

function keepEach<Each extends SearchedPlace>(): Keeper<Each> {
  const [known, kept] = [new Set<string>(), [] as Each[]];
  const keep = (place: Each) => {
    const key = `${place.where}\0${place.text}`;
    if (!known.has(key)) kept.push(place);
    known.add(key);
  };
  return { kept, keep };
}

/** A file that was seen once is held open, so that what is written to it before it is removed is read too. */
function watchFiles({ folders, except }: WatchedFolders) {
  const held = new Map<string, { readonly file: FileHandle; readonly path: string; state: string }>();
  const { kept, keep } = keepEach<SearchedPlace>();
  const isLeftOut = (path: string) => except.some((each) => path === each || path.startsWith(`${each}.`));
  const hold = async (path: string) => {
    const file = isLeftOut(path) ? null : await open(path, "r").catch(() => null);
    if (file === null) return;
    const { dev, ino } = await file.stat();
    if (held.has(`${dev}:${ino}`)) await file.close();
    else held.set(`${dev}:${ino}`, { file, path, state: "" });
  };
  const read = async () => {
    for (const each of held.values()) {
      const { size, mtimeMs } = await each.file.stat();
      if (each.state === `${size} ${mtimeMs}`) continue;
      each.state = `${size} ${mtimeMs}`;
      const { buffer, bytesRead } = await each.file.read(Buffer.alloc(size + 65_536), 0, size + 65_536, 0);
      keep({ where: each.path, text: buffer.toString("latin1", 0, bytesRead) });
    }
  };
  const observe = async () => {
    for (const path of (await Promise.all(folders.map(filesIn))).flat()) await hold(path);
    await read();
  };
  const close = async () => {
    await read();
    await Promise.all([...held.values()].map(({ file }) => file.close()));
  };
  return { kept, observe, close };
}

/** Only files: to open a pipe would wait for its other end. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
