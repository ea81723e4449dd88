import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { makeWhole } from "../../bootstrap/machine/files.mjs";
import { withLock } from "../../bootstrap/machine/lock.mjs";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatkeep-lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("lets one at a time through", async () => {
  const lock = join(folder, "tool.lock");
  let inside = 0;
  const most: number[] = [];
  const work = async () => {
    inside += 1;
    most.push(inside);
    await new Promise(setImmediate);
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => withLock(lock, () => () => undefined, work)));
  expect(most).toEqual([1, 1, 1]);
  expect(await readdir(folder)).toEqual([]);
});

it("takes over the lock of a process that died", async () => {
  const lock = join(folder, "tool.lock");
  const { pid } = spawnSync(process.execPath, ["--version"]);
  await mkdir(lock);
  await writeFile(join(lock, "holder.json"), JSON.stringify({ pid, started: "1" }));
  const waited: unknown[] = [];
  const onWait = (holder: number | null) => {
    waited.push(holder);
    return () => undefined;
  };
  expect(await withLock(lock, onWait, async () => "done")).toBe("done");
  expect(waited).toEqual([]);
});

it("takes over a lock whose process number now belongs to another process", async () => {
  const lock = join(folder, "tool.lock");
  await mkdir(lock);
  await writeFile(join(lock, "holder.json"), JSON.stringify({ pid: process.pid, started: "1" }));
  expect(
    await withLock(
      lock,
      () => () => undefined,
      async () => "done",
    ),
  ).toBe("done");
});

it("puts a folder into place whole, and removes what a killed run left", async () => {
  const target = join(folder, "tool");
  await mkdir(`${target}.part-1`);
  await makeWhole(target, async (unfinished) => {
    await mkdir(unfinished);
    await writeFile(join(unfinished, "file"), "whole");
  });
  await expect(makeWhole(target, () => Promise.reject(new Error("killed")))).rejects.toThrow("killed");
  expect(await readFile(join(target, "file"), "utf8")).toBe("whole");
  expect(await readdir(folder)).toEqual(["tool"]);
});
