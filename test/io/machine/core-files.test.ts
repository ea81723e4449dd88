import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";

const guard = join(import.meta.dirname, "../../../src/io/machine/core-files.ts");
const program = `
  import { readFileSync } from "node:fs";
  import { forbidCoreFiles } from ${JSON.stringify(guard)};
  console.log(await forbidCoreFiles(), readFileSync("/proc/self/limits", "utf8").match(/^Max core file size +(\\S+) +(\\S+)/m).slice(1).join());
  process.abort();
`;

describe("a process that guards its memory", () => {
  it("leaves no core file when it crashes, though its shell allows them, and cannot allow them again", async () => {
    const folder = await mkdtemp(join(tmpdir(), "chatkeep-core-"));
    await writeFile(join(folder, "crash.ts"), program);
    const run = ["-c", 'ulimit -c unlimited; exec "$0" crash.ts', process.execPath];
    const { stdout, signal } = await execa("bash", run, { cwd: folder, reject: false });
    expect([stdout, signal]).toEqual(["true 1,1", "SIGABRT"]);
    expect(await readdir(folder)).toEqual(["crash.ts"]);
    await rm(folder, { recursive: true });
  });
});
