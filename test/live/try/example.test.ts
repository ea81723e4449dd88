import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { execa } from "execa";
import { expect, it } from "vitest";
import { packageFolder } from "../../../src/io/machine/program-files.ts";

/** The example suite and the commands that run it, as a person copies them. */
async function printed(): Promise<{ readonly suite: string; readonly commands: string }> {
  const text = await readFile(join(packageFolder, "docs/testing.md"), "utf8");
  const suite = /```ts\n(.*?)```/s.exec(text)?.[1] ?? "";
  const commands = /```sh\n([^`]*npx vitest[^`]*)```/.exec(text)?.[1] ?? "";
  return { suite, commands };
}

it("the example suite runs as it is printed, in a folder of its own, and nothing else runs", async () => {
  const { suite, commands } = await printed();
  await mkdir(join(packageFolder, ".chatkeep"), { recursive: true });
  const folder = await mkdtemp(join(packageFolder, ".chatkeep", "own-tests-"));
  try {
    await writeFile(join(folder, "server.test.ts"), suite);
    const script = commands.replace("own-tests", folder);
    const { all, exitCode } = await execa("sh", ["-euc", script], { cwd: packageFolder, all: true, reject: false });
    expect(stripVTControlCharacters(all)).toMatch(/Test Files\s+1 passed \(1\)\s+Tests\s+3 passed \(3\)/);
    expect(exitCode).toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 600_000);
