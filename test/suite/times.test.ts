import { describe, expect, it } from "vitest";
import { type StageTime, timeLines } from "./times.ts";

const root = "/checkout";
const reportOf = (files: Readonly<Record<string, number>>) => ({
  testResults: Object.entries(files).map(([name, seconds]) => ({
    name: `${root}/${name}`,
    startTime: 1_000_000,
    endTime: 1_000_000 + seconds * 1000,
  })),
});
const stage = (name: string, seconds: number, budget: number, report: unknown = null): StageTime => ({
  name,
  seconds,
  budget,
  report,
});

describe("what a run of the tests took", () => {
  it("names the slowest files of all stages, each stage beside its budget, and the whole", () => {
    const stages = [
      stage("types", 20, 180),
      stage("unit", 31.5, 180, reportOf({ "test/a.test.ts": 0.25, "test/b.test.ts": 12 })),
      stage("live", 600, 720, reportOf({ "test/live/c.test.ts": 99.99 })),
    ];
    expect(timeLines(stages, 640, root)).toEqual([
      "slowest 3 files",
      "  100.0 s  live      test/live/c.test.ts",
      "   12.0 s  unit      test/b.test.ts",
      "    0.3 s  unit      test/a.test.ts",
      "stage beside budget",
      "   20.0 s of  180 s  types",
      "   31.5 s of  180 s  unit",
      "  600.0 s of  720 s  live",
      "  640.0 s of 1500 s  whole (2400 s where packages and images are still to come)",
    ]);
  });

  it("names ten files and no more", () => {
    const files = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`test/${index}.test.ts`, index]));
    const lines = timeLines([stage("unit", 1, 180, reportOf(files))], 1, root);
    expect(lines[0]).toBe("slowest 10 files");
    expect(lines.slice(1, 11).map((each) => each.trim().split(/\s+/)[0])).toEqual(
      [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((seconds) => `${seconds}.0`),
    );
  });

  it("says plainly which stage is over its budget, and that the whole is", () => {
    const lines = timeLines([stage("unit", 180, 180), stage("live", 1400.5, 720)], 1580.5, root);
    expect(lines.slice(-2)).toEqual([
      "OVER BUDGET: live took 1400.5 s, 680.5 s more than its 720 s",
      "OVER BUDGET: whole took 1580.5 s, 80.5 s more than its 1500 s",
    ]);
  });

  it.each([null, {}, { testResults: "none" }, { testResults: [null, { name: "a" }] }])(
    "names no file of the report %j",
    (report) => {
      expect(timeLines([stage("unit", 1, 180, report)], 1, root)[0]).toBe("stage beside budget");
    },
  );
});
