import type { Files } from "../../../src/io/machine/files.ts";
import type { RunProcess } from "../../../src/io/machine/processes.ts";
import type { LockWorld } from "../../../src/operations/lock/take-lock.ts";

/** A world in memory, that tests look into and change while someone waits. */
export interface MadeUpWorld extends LockWorld {
  readonly disk: Map<string, string>;
  readonly said: string[];
  readonly ofRun: Map<string, readonly RunProcess[]>;
  /** Called instead of letting time pass. */
  onPause: () => void;
}

/** What a test says about processes. */
interface Given {
  /** When each living process was started. */
  readonly alive?: ReadonlyMap<number, string>;
  readonly programs?: ReadonlyMap<number, string>;
  readonly ofRun?: Readonly<Record<string, readonly RunProcess[]>>;
}

/** A world where nothing is there yet and time stands still. */
export function madeUpWorld({ alive = new Map(), programs = new Map(), ofRun = {} }: Given = {}): MadeUpWorld {
  const disk = new Map<string, string>();
  const said: string[] = [];
  const runs = new Map(Object.entries(ofRun));
  const world: MadeUpWorld = {
    disk,
    said,
    ofRun: runs,
    onPause: () => undefined,
    files: memoryFiles(disk),
    clock: { now: () => new Date("2026-11-01T12:00:00Z"), pause: async () => world.onPause() },
    processes: {
      isAlive: async (pid) => alive.has(pid),
      startedAt: async (pid) => alive.get(pid) ?? null,
      programOf: async (pid) => programs.get(pid) ?? null,
      ofRun: async (run) => runs.get(run) ?? [],
      end: () => undefined,
    },
    host: "here",
    pid: 1,
    say: (text) => void said.push(text),
  };
  return world;
}

/** A disk in memory. */
export function memoryFiles(disk: Map<string, string>): Files {
  return {
    read: async (path) => disk.get(path) ?? null,
    bytes: async (path) => {
      const text = disk.get(path);
      return text === undefined ? null : Buffer.from(text);
    },
    size: async (path) => {
      const text = disk.get(path);
      return text === undefined ? null : Buffer.byteLength(text);
    },
    has: async (path) => disk.has(path) || [...disk.keys()].some((each) => each.startsWith(`${path}/`)),
    write: async (path, text) => void disk.set(path, Buffer.from(text).toString()),
    claim: async (path, text) => !disk.has(path) && disk.set(path, text).has(path),
    append: async (path, text) => void disk.set(path, `${disk.get(path) ?? ""}${text}`),
    rename: async (from, to) => {
      const text = disk.get(from);
      if (text === undefined) return false;
      disk.set(to, text);
      return disk.delete(from);
    },
    move: async (from, to) => {
      for (const [path, text] of [...disk]) {
        if (path !== from && !path.startsWith(`${from}/`)) continue;
        disk.delete(path);
        disk.set(`${to}${path.slice(from.length)}`, text);
      }
    },
    removeEmpty: async () => undefined,
    remove: async (path) => {
      for (const each of [...disk.keys()]) if (each === path || each.startsWith(`${path}/`)) disk.delete(each);
    },
    list: async (folder) => {
      const below = [...disk.keys()].filter((path) => path.startsWith(`${folder}/`));
      const names = below.map((path) => path.slice(folder.length + 1).split("/")[0] ?? "");
      return [...new Set(names)].map((name) => `${folder}/${name}`);
    },
  };
}
