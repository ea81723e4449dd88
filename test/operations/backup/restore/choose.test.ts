import { describe, expect, it } from "vitest";
import { Refusal, VaultError } from "../../../../src/errors.ts";
import type { Snapshot } from "../../../../src/io/repository/repository.ts";
import { chooseArchive, wholeArchives } from "../../../../src/operations/backup/restore/choose.ts";

const snapshots = [
  ...partsOf("team", "2026-11-29T10-00-00Z-aaaa", "2026-11-29T10:00:09Z"),
  ...partsOf("team", "2026-11-30T10-00-00Z-bbbb", "2026-11-30T10:00:09Z"),
  ...partsOf("team", "2026-11-30T11-00-00Z-cccc", "2026-11-30T11:00:09Z").slice(0, 2),
  ...partsOf("other", "2026-11-30T12-00-00Z-dddd", "2026-11-30T12:00:09Z"),
];
const archives = wholeArchives(snapshots);

describe("which archive is restored", () => {
  it("only one with a manifest is whole", () => {
    expect(archives.map(({ id }) => id.slice(-4))).toEqual(["aaaa", "bbbb", "dddd"]);
  });

  it("the newest whole one of the stack, where none is named", () => {
    expect(chooseArchive(archives, { stack: "team", id: null }).id).toBe("2026-11-30T10-00-00Z-bbbb");
  });

  it("one that is named by the beginning of its id", () => {
    expect(chooseArchive(archives, { stack: "team", id: "2026-11-29" }).id).toBe("2026-11-29T10-00-00Z-aaaa");
  });

  it("none where several begin so, or none does", () => {
    expect(() => chooseArchive(archives, { stack: "team", id: "2026-11" })).toThrow(Refusal);
    expect(() => chooseArchive(archives, { stack: "team", id: "2025" })).toThrow(/no archive 2025 of the stack team/);
  });

  it("names the stacks that a repository has, where this is none of them", () => {
    expect(() => chooseArchive(archives, { stack: "local", id: null })).toThrow(/a stack local, but of team, other/);
    expect(() => chooseArchive([], { stack: "local", id: null })).toThrow(VaultError);
  });
});

function partsOf(stack: string, archive: string, time: string): readonly Snapshot[] {
  return ["database", "files", "manifest"].map((part) => ({
    ...{ id: `${archive}-${part}`, time, host: stack, paths: [], bytes: 1, added: 1 },
    tags: [`stack=${stack}`, `archive=${archive}`, `part=${part}`],
  }));
}
