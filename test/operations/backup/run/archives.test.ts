import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/io/repository/repository.ts";
import { archivesIn, newestWhole } from "../../../../src/operations/backup/run/archives.ts";

function snapshot(archive: string, part: string, minute: number, bytes: number | null = 10): Snapshot {
  const time = `2026-11-30T10:${String(minute).padStart(2, "0")}:00.000Z`;
  const tags = ["stack=acme", `archive=${archive}`, `part=${part}`];
  return { id: `${archive}-${part}`, time, host: "acme", tags, paths: [], bytes, added: bytes };
}

const whole = [snapshot("a", "database", 0), snapshot("a", "files", 1), snapshot("a", "manifest", 2)];

describe("the archives of a repository", () => {
  it("are snapshots with one tag, by the time of the first", () => {
    const [archive] = archivesIn(whole);
    expect(archive).toMatchObject({ id: "a", at: "2026-11-30T10:00:00.000Z", missing: [], bytes: 30, added: 30 });
    expect(archive?.parts).toEqual({ database: "a-database", files: "a-files", manifest: "a-manifest" });
  });

  it("are unfinished without a manifest", () => {
    const [archive] = archivesIn(whole.slice(0, 2));
    expect(archive?.missing).toEqual(["manifest"]);
  });

  it("are not whole either where a manifest is all that is left", () => {
    const [archive] = archivesIn(whole.slice(2));
    expect(archive?.missing).toEqual(["database", "files"]);
  });

  it("do not take in what others keep in the same repository", () => {
    const other = { ...snapshot("x", "database", 9), tags: ["nightly"] };
    expect(archivesIn([...whole, other]).map(({ id }) => id)).toEqual(["a"]);
  });

  it("say nothing of bytes where one part does not", () => {
    expect(archivesIn([...whole.slice(0, 2), snapshot("a", "manifest", 2, null)])[0]?.bytes).toBeNull();
  });

  it("are as good as the newest whole one, whatever was begun after it", () => {
    const archives = archivesIn([snapshot("c", "database", 8), ...whole, snapshot("b", "database", 5)]);
    expect(archives.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(newestWhole(archives)?.id).toBe("a");
    expect(newestWhole(archives.slice(1))).toBeNull();
  });
});
