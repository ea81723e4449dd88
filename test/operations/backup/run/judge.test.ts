import { describe, expect, it } from "vitest";
import { adviseOnBackups, type BackupTimes, isIll, judgeBackups } from "../../../../src/operations/backup/run/judge.ts";
import type { BackupResults, MadeResult, RunResult } from "../../../../src/operations/backup/run/results.ts";

const now = new Date("2026-11-30T12:00:00Z");
const hour = 3_600_000;
const times: BackupTimes = { every: hour, now, since: "2026-11-30T00:00:00Z" };
const none: BackupResults = { backup: null, lastGood: null, prune: null, verify: null, verifyData: null };

function ago(minutes: number): string {
  return new Date(now.getTime() - minutes * 60_000).toISOString();
}

function run(outcome: RunResult["outcome"], minutes: number, reason: string | null = null): RunResult {
  return { outcome, at: ago(minutes), finishedAt: ago(minutes), archive: "a", reason };
}

function good(minutes: number): MadeResult {
  const counted = { seconds: 1, bytes: 1, added: 1, missingMedia: 0 };
  return { ...run("made", minutes), ...counted, archive: "a", snapshotAt: ago(minutes) };
}

const health = (results: Partial<BackupResults>, differences: Partial<BackupTimes> = {}) =>
  judgeBackups({ ...none, ...results }, { ...times, ...differences }).health;

describe("backups", () => {
  it("are good while the last archive is as old as the settings allow, and the next one is under way", () => {
    expect(health({ lastGood: good(10), backup: run("made", 10) })).toBe("good");
    expect(health({ lastGood: good(130) })).toBe("good");
  });

  it("are late after that", () => {
    expect(health({ lastGood: good(140), backup: run("made", 140) })).toBe("late");
  });

  it("fail as soon as one failed, however young the last archive is", () => {
    const results = { ...none, lastGood: good(10), backup: run("failed", 5, "no space left") };
    const judged = judgeBackups(results, times);
    expect(judged).toEqual({
      health: "failing",
      found: "the last archive is 10 minutes old; a later try failed: no space left",
    });
    expect(isIll(judged)).toBe(true);
  });

  it("do not fail where one was told to end: the next one is under way", () => {
    expect(health({ lastGood: good(10), backup: run("stopped", 5, "it was told to end") })).toBe("good");
  });

  it("are late where the last one is from later than now: a clock was wrong, and nothing says how old it is", () => {
    expect(health({ lastGood: good(-10) })).toBe("good");
    expect(health({ lastGood: good(-60) })).toBe("late");
  });

  it("are waited for at first, then missing", () => {
    expect(health({}, { since: ago(20) })).toBe("waiting");
    expect(health({}, { since: ago(80) })).toBe("missing");
    expect(health({}, { since: null })).toBe("missing");
  });

  it("fail where the first one did", () => {
    expect(health({ backup: run("failed", 1, "x") }, { since: ago(2) })).toBe("failing");
  });

  it("are of no use in a damaged repository, however well they end", () => {
    expect(health({ lastGood: good(1), verify: run("failed", 600, "a pack is missing") })).toBe("damaged");
    expect(
      health({ lastGood: good(1), verifyData: run("failed", 600, "a pack is damaged"), verify: run("made", 1) }),
    ).toBe("damaged");
  });

  it("come with what to do, where something is to be done", () => {
    const advice = (health: "good" | "late") =>
      adviseOnBackups({ health, found: "" }, (words) => `npx chatkeep ${words}`);
    expect(advice("late")).toContain("npx chatkeep backup now");
    expect(advice("good")).toBeNull();
  });
});
