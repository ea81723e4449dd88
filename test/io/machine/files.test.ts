import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { disk } from "../../../src/io/machine/files.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatkeep-files-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("the disk", () => {
  it("keeps a secret file and its new folder to their owner", async () => {
    const path = join(folder, "state", "passphrase");
    await disk.write(path, "secret", 0o600);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "state"))).mode & 0o777).toBe(0o700);
    expect(await disk.list(join(folder, "state"))).toEqual([path]);
  });

  it("replaces a file's mode with its text", async () => {
    const path = join(folder, "file");
    await disk.write(path, "one", 0o644);
    await disk.write(path, "two", 0o600);
    expect(await disk.read(path)).toBe("two");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("lets one claim a name and no second one", async () => {
    const path = join(folder, "running.json");
    expect(await Promise.all([disk.claim(path, "a"), disk.claim(path, "b")])).toEqual(
      expect.arrayContaining([true, false]),
    );
    expect(await disk.claim(path, "c")).toBe(false);
  });

  it("adds all of a text to a file, or nothing of it where the disk has no room for the rest", async () => {
    const path = join(folder, "journal.jsonl");
    await disk.append(path, "x".repeat(1_000));
    // No file grows beyond a kibibyte: like a disk that is full in the middle of a text (setrlimit(2), RLIMIT_FSIZE).
    const program = `import { disk } from "${join(import.meta.dirname, "../../../src/io/machine/files.ts")}";
      await disk.append(${JSON.stringify(path)}, "y".repeat(100)).catch(({ code, path }) => console.log(code, path));`;
    const words = ["-c", 'ulimit -f 1; exec "$0" --input-type=module --eval "$1"', process.execPath, program];
    expect((await promisify(execFile)("bash", words)).stdout.trim()).toBe(`EFBIG ${path}`);
    expect(await disk.read(path)).toBe("x".repeat(1_000));
  });

  it("names what it could not read, a folder too", async () => {
    await expect(disk.read(folder)).rejects.toMatchObject({ code: "EISDIR", path: folder });
  });

  it("takes what is missing for an answer", async () => {
    expect(await disk.read(join(folder, "none"))).toBeNull();
    expect(await disk.has(join(folder, "none"))).toBe(false);
    expect(await disk.list(join(folder, "none"))).toEqual([]);
    expect(await disk.rename(join(folder, "none"), join(folder, "other"))).toBe(false);
    await disk.remove(join(folder, "none"));
  });
});
