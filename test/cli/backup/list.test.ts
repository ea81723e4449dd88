import { describe, expect, it } from "vitest";
import { showArchives } from "../../../src/cli/backup/list.ts";
import { showMade } from "../../../src/cli/backup/now.ts";

const now = new Date("2026-11-30T12:00:00Z");

describe("what `backup` says", () => {
  it("names each archive with its age and size, and what is missing of one", () => {
    const whole = { id: "a", at: "2026-11-30T10:00:00.000Z", parts: {}, missing: [], bytes: 372_100_000, added: 9_000 };
    const unfinished = { ...whole, id: "b", at: "2026-11-30T11:30:00.000Z", missing: ["files", "manifest"] as const };
    expect(showArchives({ archives: [whole, { ...unfinished, bytes: null }], size: 1_234_567_890 }, "acme", now)).toBe(
      [
        "ARCHIVE  AGE         SIZE    NEW     STATE",
        "a        2 hours     372 MB  9.0 kB  whole",
        "b        30 minutes  -       9.0 kB  unfinished: without files and manifest",
        "",
        "The repository takes 1.2 GB.",
      ].join("\n"),
    );
  });

  it("says how the first archive is made", () => {
    expect(showArchives({ archives: [], size: 0 }, "acme", now)).toContain("npx chatkeep backup now --stack acme");
  });

  it("says from when on an archive holds nothing", () => {
    const run = { outcome: "made", at: "", finishedAt: "", archive: "a", reason: null } as const;
    const text = showMade({
      ...run,
      snapshotAt: "2026-11-30T10:33:16.074Z",
      seconds: 5,
      bytes: 1,
      added: 1,
      missingMedia: 2,
    });
    expect(text).toContain("until 2026-11-30 10:33:16 UTC");
    expect(text).toContain("2 uploaded files");
  });
});
