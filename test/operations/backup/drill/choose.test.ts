import { describe, expect, it } from "vitest";
import { chooseArchive } from "../../../../src/operations/backup/drill/choose.ts";
import type { Archive } from "../../../../src/operations/backup/run/archives.ts";

const archive = (id: string, missing: Archive["missing"] = []): Archive => ({
  ...{ id, at: id, missing, bytes: 0, added: 0 },
  parts: { database: `${id}d`, files: `${id}f`, manifest: `${id}m` },
});
const all = [archive("1"), archive("2"), archive("3"), archive("4", ["manifest"])];

describe("the archive of a drill", () => {
  it("is the newest whole one, a random one, or one that is named", () => {
    expect(chooseArchive(all, { kind: "newest" }, 0)).toEqual({ id: "3", isNewest: true });
    expect([0, 0.5, 0.99].map((random) => chooseArchive(all, { kind: "random" }, random).id)).toEqual(["1", "2", "3"]);
    expect(chooseArchive(all, { kind: "named", id: "2" }, 0)).toEqual({ id: "2", isNewest: false });
  });

  it("is none that is unfinished or not there", () => {
    for (const id of ["4", "5"]) expect(() => chooseArchive(all, { kind: "named", id }, 0)).toThrow("no whole archive");
    expect(() => chooseArchive(all.slice(3), { kind: "newest" }, 0)).toThrow("has no archive");
  });
});
