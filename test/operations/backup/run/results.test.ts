import { describe, expect, it } from "vitest";
import { readResults } from "../../../../src/operations/backup/run/results.ts";

// As templates/backup/run.sh wrote them.
const made =
  '{"format":1,"outcome":"made","archive":"2026-11-30T10-33-14Z-42bd8c89","at":"2026-11-30T10:33:14.870Z","finishedAt":"2026-11-30T10:33:19.542Z","seconds":5,"snapshotAt":"2026-11-30T10:33:16.074Z","bytes":319048,"added":45686,"missingMedia":0}';
const failed =
  '{"format":1,"outcome":"failed","archive":"2026-11-30T10-32-37Z-8a70d8fe","at":"2026-11-30T10:32:37.552Z","finishedAt":"2026-11-30T10:32:42.929Z","stage":"files","reason":"a file could not be read: /control: permission denied"}';

describe("the results that runs leave", () => {
  it("are read back", () => {
    const { backup, lastGood, prune } = readResults({ "backup.json": failed, "last-good.json": made });
    expect(backup).toMatchObject({
      outcome: "failed",
      reason: "a file could not be read: /control: permission denied",
    });
    expect(lastGood).toMatchObject({ archive: "2026-11-30T10-33-14Z-42bd8c89", added: 45_686, seconds: 5 });
    expect(prune).toBeNull();
  });

  it("are none where a file cannot be read: a full disk leaves such", () => {
    expect(readResults({ "backup.json": "", "last-good.json": made.slice(0, 40) })).toMatchObject({
      backup: null,
      lastGood: null,
    });
  });

  it("are no good archive where the last good one is a failure", () => {
    expect(readResults({ "last-good.json": failed }).lastGood).toBeNull();
  });
});
