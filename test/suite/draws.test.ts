import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { draw, isSoak } from "../support/sample.ts";
import { draws } from "./draws.ts";
import { drawnFilesOf, filesOf } from "./lanes.ts";

const lanes = ["live", "worlds", "servers", "keys", "team", "backup"] as const;

describe("files of which each run has some", () => {
  it("are there, and in one draw each", () => {
    const files = draws.flatMap((each) => each.files);
    expect(files.filter((file) => !existsSync(`test/live/${file}.test.ts`))).toEqual([]);
    expect(new Set(files).size).toBe(files.length);
  });

  it("are left out where the seed does not draw them, and no other is", () => {
    const left = lanes.flatMap((lane) => filesOf(lane).filter((file) => !drawnFilesOf(lane).includes(file)));
    const count = draws.reduce((sum, { files, count: drawn }) => sum + files.length - drawn, 0);
    expect(left).toHaveLength(isSoak ? 0 : count);
    for (const { files, count: drawn } of draws)
      expect(files.filter((file) => !left.includes(`test/live/${file}.test.ts`)).length).toBeGreaterThanOrEqual(drawn);
  });

  it("each have their turn within a few commits", () => {
    const seeds = Array.from({ length: 30 }, (_, index) => `commit ${index}`);
    for (const { what, files, count } of draws)
      expect(new Set(seeds.flatMap((seed) => draw(what, files, count, seed)))).toEqual(new Set(files));
  });
});
