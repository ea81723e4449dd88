import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A lock without a readable holder was just created, unless it is older than this. */
const UNNAMED_FOR = 5_000;
const LOOK_AGAIN_AFTER = 300;

/** Runs `work` under a lock of this machine. Takes over a dead holder's lock and waits for a live one: `onWait` is called once and returns what ends the wait. */
export async function withLock(folder, onWait, work) {
  await mkdir(dirname(folder), { recursive: true });
  let endWait = null;
  while (!(await take(folder))) {
    const holder = await holderOf(folder);
    if (await isAbandoned(folder, holder)) {
      await clear(folder, holder);
      continue;
    }
    endWait ??= onWait(holder?.pid ?? null);
    await pause(LOOK_AGAIN_AFTER);
  }
  endWait?.();
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function take(folder) {
  try {
    await mkdir(folder);
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
  await writeFile(
    join(folder, "holder.json"),
    JSON.stringify({ pid: process.pid, started: await startOf(process.pid) }),
  );
  return true;
}

/** Who holds the lock; null when that cannot be read. */
async function holderOf(folder) {
  try {
    return JSON.parse(await readFile(join(folder, "holder.json"), "utf8"));
  } catch {
    return null;
  }
}

async function isAbandoned(folder, holder) {
  if (holder !== null) return !isAlive(holder.pid) || (await startOf(holder.pid)) !== holder.started;
  const seen = await stat(folder).catch(() => null);
  return seen !== null && Date.now() - seen.mtimeMs > UNNAMED_FOR;
}

/** Moves a dead lock aside; if the moved lock turns out to be another holder's, it is put back. */
async function clear(folder, holder) {
  const aside = `${folder}.dead-${process.pid}`;
  await rename(folder, aside).catch(() => {});
  const moved = await holderOf(aside);
  if (moved !== null && (moved.pid !== holder?.pid || moved.started !== holder.started)) {
    await rename(aside, folder).catch(() => {});
  }
  await rm(aside, { recursive: true, force: true });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** When a process started, in ticks since boot (proc_pid_stat(5), field 22), so that a reused number is noticed; null elsewhere than on Linux. */
async function startOf(pid) {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return text === null ? null : text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
}
