import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tarEntries } from "../../../src/io/docker/tar-entries.ts";

const long = `${"a".repeat(150)}/${"b".repeat(200)}`;
const contents = { plain: "text", Käse: "", [long]: "x".repeat(1_500), "folder/last": "y".repeat(512) };

describe("a tar archive", () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "chatkeep-tar-"));
    for (const [path, content] of Object.entries(contents)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content, { mode: 0o640 });
    }
    symlinkSync("/etc/shadow", join(folder, "link"));
    linkSync(join(folder, "plain"), join(folder, "second-name"));
    execFileSync("mkfifo", [join(folder, "pipe")]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  // Of the two names of one file the first has the content, in the order given here.
  const names = ["plain", "second-name", "link", "pipe", "Käse", long, "folder"];
  const packed = (...options: readonly string[]) => {
    const owner = ["--owner=:991", "--group=:992"];
    return execFileSync("tar", ["-c", "-C", folder, ...owner, ...options, ...names], { maxBuffer: 2 ** 24 });
  };

  it.each(["gnu", "pax", "posix"])("of the form %s gives its files and folders, however it was cut", async (form) => {
    const archive = packed(`--format=${form}`);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100, max: 20_000 }), async (size) => {
        const entries = await tarEntries(Readable.from(cut(archive, size)));
        expect(entries.map(({ path, content }) => [path, content.toString()])).toEqual(
          Object.entries({ ...contents, "folder/": "" }).sort(byPlace),
        );
        expect(entries.every(({ uid, gid }) => uid === 991 && gid === 992)).toBe(true);
        expect(entries.filter(({ isFolder }) => isFolder).map(({ path }) => path)).toEqual(["folder/"]);
        expect(entries.filter(({ isFolder }) => !isFolder).every(({ mode }) => mode === 0o640)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it("gives a path that leads elsewhere as it is, and no file in its place", async () => {
    const archive = packed("--transform=s,^plain$,/../outside,", "-P");
    const [first] = await tarEntries(Readable.from([archive]));
    expect(first?.path).toBe("/../outside");
  });

  it("that breaks off gives what came", async () => {
    const archive = packed("--format=gnu").subarray(0, 512 + 3);
    const entries = await tarEntries(Readable.from([archive]));
    expect(entries.map(({ path, content }) => [path, content.toString()])).toEqual([["plain", "tex"]]);
  });

  it("that is none, or whose connection breaks, is an error", async () => {
    await expect(tarEntries(Readable.from(cut(Buffer.alloc(4_096, "x"), 1_024)))).rejects.toThrow(/tar header/);
    const broken = async function* () {
      yield packed().subarray(0, 600);
      throw new Error("connection lost");
    };
    await expect(tarEntries(Readable.from(broken()))).rejects.toThrow("connection lost");
  });
});

function cut(bytes: Buffer, size: number): readonly Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

/** As `tar` was told to pack them, a folder before what is in it. */
function byPlace([one]: readonly [string, string], [other]: readonly [string, string]): number {
  const order = ["plain", "Käse", long, "folder/", "folder/last"];
  return order.indexOf(one) - order.indexOf(other);
}
