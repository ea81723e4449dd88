import { describe, expect, it } from "vitest";
import { type StageTime, timeLines } from "./times.ts";

const root = "/checkout";
const filesOf = (files: Readonly<Record<string, number>>): StageTime["files"] =>
  Object.entries(files).map(([name, seconds]) => ({ file: `${root}/${name}`, seconds }));
const busy = { own: 1.04, machine: 1.66, all: 2 };
const stage = (name: string, seconds: number, budget: number, files: StageTime["files"] = []): StageTime => ({
  name,
  seconds,
  budget,
  busy,
  files,
});

describe("what a run of the tests took", () => {
  it("names the slowest files of all stages, each stage beside its budget, and the whole", () => {
    const stages = [
      stage("types", 20, 180),
      stage("unit", 31.5, 180, filesOf({ "test/a.test.ts": 0.25, "test/b.test.ts": 12 })),
      stage("live", 600, 720, filesOf({ "test/live/c.test.ts": 99.99 })),
    ];
    expect(timeLines(stages, 640, root)).toEqual([
      "slowest 3 files",
      "  100.0 s  live      test/live/c.test.ts",
      "   12.0 s  unit      test/b.test.ts",
      "    0.3 s  unit      test/a.test.ts",
      "stage beside budget, with the cores it kept busy, and those busy on the whole machine, containers with them",
      "   20.0 s of  180 s  types            1.0, 1.7 of 2",
      "   31.5 s of  180 s  unit             1.0, 1.7 of 2",
      "  600.0 s of  720 s  live             1.0, 1.7 of 2",
      "  640.0 s of 1500 s  whole (2400 s where packages and images are still to come)",
    ]);
  });

  it("names ten files and no more", () => {
    const files = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`test/${index}.test.ts`, index]));
    const lines = timeLines([stage("unit", 1, 180, filesOf(files))], 1, root);
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

  it("names no file where there is none, and no number that the machine does not tell", () => {
    const unknown = { ...stage("unit", 1, 180), busy: { own: null, machine: null, all: 8 } };
    const [head, line] = timeLines([unknown], 1, root);
    expect(head).toMatch(/^stage beside budget/);
    expect(line).toMatch(/ unit +\?, \? of 8$/);
  });
});
