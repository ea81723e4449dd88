import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { coreDumps, type FolderOptions, filesBelow } from "../../../src/io/leaks/folders.ts";
import { hostProcesses, isPulumiProgramsSettings } from "../../../src/io/leaks/host-processes.ts";
import type { SearchedPlace } from "../../../src/io/leaks/place.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "chatkeep-places-"));
  await mkdir(join(folder, "below"));
  await writeFile(join(folder, "below", "file"), "text");
  await writeFile(join(folder, "core.123"), "memory");
  await writeFile(join(folder, "core-values"), "words");
  await symlink(join(folder, "below", "file"), join(folder, "link"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(places: AsyncIterable<SearchedPlace>): Promise<readonly SearchedPlace[]> {
  const found: SearchedPlace[] = [];
  for await (const place of places) found.push(place);
  return found;
}

const namesBelow = async (options: FolderOptions) =>
  (await read(filesBelow(folder, options))).map(({ where }) => where.slice(folder.length + 1)).sort();

describe("the files of a folder", () => {
  it("are all read, and links are not followed", async () => {
    expect(await namesBelow({})).toEqual(["below/file", "core-values", "core.123"]);
  });

  it("are left out by path, a folder with all it holds", async () => {
    expect(await namesBelow({ except: [join(folder, "below"), join(folder, "core.123")] })).toEqual(["core-values"]);
  });

  it("are left out whichever way leads to them", async () => {
    const way = join(folder, "way");
    await symlink(folder, way);
    expect(await namesBelow({ except: [join(way, "below"), join(way, "none")] })).toEqual(["core-values", "core.123"]);
    await rm(way);
  });

  it("are left out when they were last changed before", async () => {
    const inAMinute = new Date(Date.now() + 60_000);
    expect(await namesBelow({ since: inAMinute })).toEqual([]);
    expect((await namesBelow({ since: new Date(Date.now() - 600_000) })).length).toBe(3);
  });

  it("are nothing where there is no such folder, and one file is a folder's worth", async () => {
    expect(await read(filesBelow(join(folder, "none")))).toEqual([]);
    const path = join(folder, "below", "file");
    expect(await read(filesBelow(path))).toEqual([{ where: path, text: "text" }]);
  });

  it("that are large come in pieces that overlap", async () => {
    const path = join(folder, "large");
    const content = Buffer.alloc(9 * 2 ** 20, "x");
    const seams = [4, 8].map((mebibytes) => mebibytes * 2 ** 20);
    const mark = (seam: number) => `${seam}${"y".repeat(8_000)}${seam}`;
    for (const seam of seams) content.write(mark(seam), seam - 4_000);
    await writeFile(path, content);
    const texts = (await read(filesBelow(path))).map(({ text }) => text);
    await rm(path);
    expect(texts.length).toBe(3);
    expect(seams.map((seam) => texts.some((text) => text.includes(mark(seam))))).toEqual([true, true]);
  });
});

describe("core dumps", () => {
  it("are found by the name that the kernel gives them", async () => {
    const found = (await read(coreDumps([folder, join(folder, "none")]))).map(({ where }) => where);
    expect(found.filter((where) => where.startsWith(folder))).toEqual([join(folder, "core.123")]);
  });
});

describe("the processes of this machine", () => {
  it("show each variable and the command line, and only Pulumi's program has its settings for an exception", async () => {
    const runner = "/node_modules/@pulumi/pulumi/cmd/run/index.js";
    const env = { PATH: process.env.PATH, PULUMI_CONFIG: "settings", OTHER: "other" };
    const child = spawn("sh", ["-c", "read -r line", runner], { env, stdio: ["pipe", "ignore", "ignore"] });
    await once(child, "spawn");
    const places = (await hostProcesses()).filter(({ pid }) => pid === child.pid);
    child.kill();
    await once(child, "exit");
    const texts = places.map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining([`sh\0-c\0read -r line\0${runner}\0`, "OTHER=other"]));
    expect(places.filter(isPulumiProgramsSettings).map(({ text }) => text)).toEqual(["PULUMI_CONFIG=settings"]);
  });
});
