import { describe, expect, it } from "vitest";
import type { ArchivedFile } from "../../../../src/operations/backup/files/archived-files.ts";
import { readableNames } from "../../../../src/operations/backup/files/readable-names.ts";

function named(...names: readonly (string | null)[]): readonly string[] {
  const files = names.map(
    (name, index): ArchivedFile => ({
      ...{ id: `id${index}`, name, type: index === 1 ? "image/png" : "application/octet-stream", bytes: 1 },
      ...{ user: "@ada:acme.test", uploaded: "2026-11-30T10:00:00.000Z", sha256: null, isQuarantined: false },
    }),
  );
  return [...readableNames(files).values()];
}

describe("names of files in a folder", () => {
  it("are those that people gave them", () => {
    expect(named("plan.png", "Übersicht 2026.pdf")).toEqual(["plan.png", "Übersicht 2026.pdf"]);
  });

  it("are none twice, also where a disk makes no difference between large and small letters", () => {
    expect(named("plan.png", "plan.png", "PLAN.png", "README", "README")).toEqual([
      ...["plan.png", "plan-2.png", "PLAN-3.png", "README", "README-2"],
    ]);
  });

  it("lead nowhere else, and hide nothing", () => {
    expect(named("../../.ssh/authorized_keys", ".bashrc", "a\u001b[2Jb", "  .. ")).toEqual([
      ...["ssh-authorized_keys", "bashrc", "a-[2Jb", "id3"],
    ]);
  });

  it("are the files' ids where there are none, with an ending where the type has one", () => {
    expect(named(null, null, "x".repeat(300))).toEqual(["id0", "id1.png", "id2"]);
  });
});
