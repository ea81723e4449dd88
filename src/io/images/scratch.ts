import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { signalReaches } from "../machine/processes.ts";

/** Lends a throwaway folder in the cache that names its process; what processes that were killed left there goes first. */
export async function withScratch(
  parent: string,
  purpose: string,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const folder = await mkdtemp(join(parent, `${purpose}.${process.pid}.part-`));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The name of a file while it is being written, and of a throwaway folder: WHAT.PROCESS.part. */
const UNFINISHED = /\.(\d+)\.part/;

async function removeAbandoned(parent: string): Promise<void> {
  const left = (await readdir(parent)).filter(isAbandonedScratch);
  await Promise.all(left.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

/** Whether a file or folder is unfinished, and the process it names is gone. */
export function isAbandonedScratch(name: string): boolean {
  const owner = UNFINISHED.exec(name)?.[1];
  return owner !== undefined && !signalReaches(Number(owner));
}
