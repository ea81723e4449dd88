import { appendFile, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesOf, openLineFile } from "../../../../src/io/machine/streams/line-file.ts";
import { newFile } from "../../../../src/io/machine/streams/new-file.ts";
import { makeFolder } from "../../../support/own-folder.ts";

async function read(path: string, bytes: number): Promise<readonly { text: string; at: number; bytes: number }[]> {
  return await Array.fromAsync(linesOf(path, bytes));
}

describe("a file of lines", () => {
  it("gives back what was added, each line at its place, however long it is", async () => {
    const path = join(await makeFolder("history"), "lines");
    const lines = ["a", "", "ä".repeat(900_000), "🌱", "x".repeat(1 << 20), "end"];
    const file = await openLineFile(path, 0);
    for (const line of lines) await file.append([line]);
    const found = await read(path, file.bytes());
    expect(found.map(({ text }) => text)).toEqual(lines);
    for (const { at, bytes, text } of found) expect(await file.read(at, bytes)).toBe(text);
    await file.close();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("loses what a killed run left behind its whole part, and nothing else", async () => {
    const folder = await makeFolder("history");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", ""))),
        fc.string(),
        async (lines, left) => {
          const path = join(folder, `${Math.random()}`);
          const first = await openLineFile(path, 0);
          await first.append(lines);
          const whole = first.bytes();
          await first.close();
          await appendFile(path, left);
          const second = await openLineFile(path, whole);
          await second.append(["more"]);
          expect((await read(path, second.bytes())).map(({ text }) => text)).toEqual([...lines, "more"]);
          expect((await stat(path)).size).toBe(second.bytes());
          await second.close();
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("a file that is written again", () => {
  it("takes the place of the earlier one when it is whole, and leaves nothing when it is not", async () => {
    const path = join(await makeFolder("history"), "page");
    const first = await newFile(path);
    await first.write("one");
    await first.finish();
    const second = await newFile(path);
    await second.write("two");
    await second.abandon();
    expect(await readFile(path, "utf8")).toBe("one");
    await expect(stat(`${path}.part`)).rejects.toThrow(/ENOENT/);
  });
});
