import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bothOutputs, standardOutput } from "../../../src/io/docker/stream-frames.ts";
import { readGrowingFile, wholeText } from "../../../src/io/machine/growing-file.ts";

function frame(stream: number, content: string): Buffer {
  const bytes = Buffer.from(content);
  const head = Buffer.alloc(8);
  head.writeUInt8(stream, 0);
  head.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([head, bytes]);
}

describe("what a container says", () => {
  const frames = fc.array(fc.record({ stream: fc.constantFrom(1, 2), content: fc.string() }));

  it("is told apart, however it was cut on its way", async () => {
    await fc.assert(
      fc.asyncProperty(frames, fc.integer({ min: 1, max: 20 }), async (said, size) => {
        const bytes = Buffer.concat(said.map(({ stream, content }) => frame(stream, content)));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        const errors: Buffer[] = [];
        const output = await text(Readable.from(chunks).pipe(standardOutput((chunk) => void errors.push(chunk))));
        const of = (wanted: number) =>
          said
            .filter(({ stream }) => stream === wanted)
            .map(({ content }) => content)
            .join("");
        expect(output).toBe(of(1));
        expect(Buffer.concat(errors).toString()).toBe(of(2));
      }),
      { numRuns: 50 },
    );
  });

  it("can be read as one", async () => {
    const chunks = [frame(1, "out\n"), frame(2, "err\n")];
    expect(await text(Readable.from(chunks).pipe(bothOutputs()))).toBe("out\nerr\n");
  });
});

describe("a file that grows", () => {
  it("gives each line once, when it is whole, wherever its writer stands", async () => {
    const folder = await mkdtemp(join(tmpdir(), "chatkeep-grow-"));
    await using file = await open(join(folder, "events"), "w+");
    await file.write("one\ntw");
    const reader = readGrowingFile(file);
    const lines: string[] = [];
    await reader.readOn((line) => void lines.push(line));
    expect(lines).toEqual(["one"]);
    await file.write("o\nthree\n");
    await reader.readOn((line) => void lines.push(line));
    expect(lines).toEqual(["one", "two", "three"]);
    expect(await wholeText(file)).toBe("one\ntwo\nthree\n");
    await rm(folder, { recursive: true });
  });
});
