import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ReceivedFile, receiveFiles } from "../../../src/io/repository/received-files.ts";

let place: string;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "chatkeep-received-"));
});

afterAll(() => rm(place, { recursive: true }));

async function tarOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, text] of Object.entries(files)) archive.entry({ name }, text);
  archive.finalize();
  return buffer(archive);
}

async function receive(folder: string, archives: readonly Buffer[]): Promise<readonly ReceivedFile[]> {
  const got: ReceivedFile[] = [];
  const nameOf = (path: string) => (path.startsWith("aa/") ? path.slice(3) : null);
  const to = await receiveFiles(folder, nameOf, (file) => got.push(file));
  await pipeline(Readable.from(archives), to);
  return got;
}

describe("files that come as tar archives", () => {
  it("are written with the names that they are to have, also where one archive follows another", async () => {
    const folder = join(place, "new");
    const large = "x".repeat(200_000);
    const archives = [await tarOf({ "aa/one": "first", "bb/other": "no" }), await tarOf({ "aa/two": large })];
    const got = await receive(folder, archives);
    expect(got.map(({ name, bytes }) => [name, bytes])).toEqual([
      ["one", 5],
      ["two", 200_000],
    ]);
    expect(got[0]?.sha256).toBe("a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e");
    expect(await readFile(join(folder, "two"), "utf8")).toBe(large);
    expect((await stat(join(folder, "one"))).mode & 0o777).toBe(0o600);
  });

  it("take the place of no file that is there", async () => {
    const folder = join(place, "again");
    await receive(folder, [await tarOf({ "aa/one": "first" })]);
    await expect(receive(folder, [await tarOf({ "aa/one": "second" })])).rejects.toMatchObject({ code: "EEXIST" });
    expect(await readFile(join(folder, "one"), "utf8")).toBe("first");
  });
});
