import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
