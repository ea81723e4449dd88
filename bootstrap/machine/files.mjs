import { statSync } from "node:fs";
import { copyFile, link, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Size and time of change of a file, enough to see that it is another one; null when it is missing. */
export function traceOf(path) {
  const seen = statSync(path, { throwIfNoEntry: false });
  return seen === undefined ? null : { size: seen.size, changed: seen.mtimeMs };
}

/** Whether two traces are of the same file. */
export function isSameTrace(one, other) {
  return one != null && other != null && one.size === other.size && one.changed === other.changed;
}

/** Makes a folder or file by `make` in a place of its own, then moves it into place whole; what a killed run left is removed. Call it under a lock. */
export async function makeWhole(target, make) {
  await mkdir(dirname(target), { recursive: true });
  await removeLeftovers(target);
  const unfinished = `${target}.part-${process.pid}`;
  try {
    await make(unfinished);
    await rm(target, { recursive: true, force: true });
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function removeLeftovers(target) {
  const siblings = await readdir(dirname(target));
  const left = siblings.filter((name) => name.startsWith(`${basename(target)}.part-`));
  await Promise.all(left.map((name) => rm(join(dirname(target), name), { recursive: true, force: true })));
}

/** Writes a file so that a reader sees the old or the new one. */
export async function writeWhole(path, text, mode = 0o644) {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  await writeFile(unfinished, text, { mode });
  await rename(unfinished, path);
}

/** A second name for a file, or a copy where the file systems differ. */
export async function linkOrCopy(source, target) {
  await mkdir(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  await rm(unfinished, { force: true });
  await link(source, unfinished).catch(() => copyFile(source, unfinished));
  await rename(unfinished, target);
}
