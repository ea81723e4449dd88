import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { machineProcesses } from "../../src/io/machine/processes.ts";

const plainPurposes = [
  "backups",
  "browser",
  "certificate",
  "state",
  "fake",
  "history",
  "host",
  "knot",
  "nginx",
  "program",
  "ssh",
  "testssl",
  "trials",
  "watched",
] as const;

/** What folders are made for. An engine's needs more than to be removed (second-engine.ts). */
type Purpose = (typeof plainPurposes)[number] | "engine";

/** Makes an empty folder for temporary files. Its name holds this process's number, so that a leftover can be told from a run that goes on. */
export function makeFolder(purpose: Purpose): Promise<string> {
  return mkdtemp(join(placeFor(purpose), `${prefixOf(purpose)}${process.pid}-`));
}

/** The folders for a purpose whose makers are gone. */
export async function leftFolders(purpose: Purpose): Promise<readonly string[]> {
  const [prefix, place] = [prefixOf(purpose), placeFor(purpose)];
  const folders = (await readdir(place)).filter((name) => name.startsWith(prefix));
  const makers = folders.map((name) => Number(name.slice(prefix.length).split("-")[0]));
  const alive = await Promise.all(makers.map((pid) => machineProcesses.isAlive(pid)));
  return folders.filter((_, index) => !alive[index]).map((name) => join(place, name));
}

/** Removes the folders that killed test runs left, all but those of engines. */
export async function sweepFolders(): Promise<readonly string[]> {
  const left = (await Promise.all(plainPurposes.map(leftFolders))).flat();
  for (const folder of left) await unmountBelow(folder);
  // What a killed run started may still be ending, and writes there until then.
  const patient = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 } as const;
  await Promise.all(left.map((folder) => rm(folder, patient)));
  return left;
}

/** Unmounts what is mounted on a folder and below it, the innermost first: a folder with a disk in it cannot be removed. */
export async function unmountBelow(folder: string): Promise<void> {
  for (const path of mountsIn(await readFile("/proc/self/mounts", "utf8"), folder)) {
    await execa("umount", ["--lazy", path], { reject: false });
  }
}

/** What is mounted on a folder or below it, by the kernel's list in the order of mounting (proc(5), "mounts"): the last one first. */
export function mountsIn(list: string, folder: string): readonly string[] {
  const mounts = list.split("\n").map((line) => line.split(" ")[1] ?? "");
  return mounts.filter((path) => path === folder || path.startsWith(`${folder}/`)).reverse();
}

/** A search for secrets reads all that is new in the usual place, and an engine's disk is full of what is of no use to it; the other one is on a disk everywhere (file-hierarchy(7)). */
function placeFor(purpose: Purpose): string {
  return purpose === "engine" ? "/var/tmp" : tmpdir();
}

function prefixOf(purpose: Purpose): string {
  return `chatkeep-${purpose}-`;
}
