import { access, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { removeStalePidFiles } from "../../bootstrap/engine/stale-pid-files.mjs";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatkeep-pids-"));
  await mkdir(join(folder, "proc", "7"), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ["stays while the engine runs", "7\n", "dockerd\n", true],
  ["goes when its number is another program's now", "7\n", "bash\n", false],
  ["goes when no one has its number", "8\n", "dockerd\n", false],
])("an engine's process file %s", async (_, pid, program, stays) => {
  const path = join(folder, "docker.pid");
  await writeFile(path, pid);
  await writeFile(join(folder, "proc", "7", "comm"), program);
  await removeStalePidFiles([{ path, program: "dockerd" }], join(folder, "proc"));
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  expect(isThere).toBe(stays);
});

it("no process file is no trouble", async () => {
  await expect(removeStalePidFiles([{ path: join(folder, "none.pid"), program: "dockerd" }])).resolves.toBeUndefined();
});
