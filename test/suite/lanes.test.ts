import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesOf, laneOf } from "./lanes.ts";

describe("the lanes of live tests", () => {
  it("have every live file once between them, save those of the provider and the example suite", () => {
    const apart = ["test/live/airgap/**", "test/live/try/example/**"];
    const all = globSync("test/live/**/*.test.ts", { exclude: apart });
    expect([...filesOf("live"), ...filesOf("worlds")].sort()).toEqual(all.sort());
    expect(all.every((file) => existsSync(file))).toBe(true);
  });

  it("keep what looks at the main stack in the one that has it", () => {
    const files = filesOf("worlds").filter((file) => readFileSync(file, "utf8").includes('inject("mainStack")'));
    expect(files).toEqual([]);
    expect(laneOf("services/hardening.test.ts")).toBe("live");
  });

  it("keep what has engines of its own in the other", () => {
    const hasEngines = /startSecondEngine\(|bootSmallMachine\(|bootScene\(/;
    const files = filesOf("live").filter((file) => hasEngines.test(readFileSync(file, "utf8")));
    expect(files).toEqual([]);
    expect(laneOf("worlds/world.test.ts")).toBe("worlds");
  });

  it("keep all that makes throwaway servers in one, because it looks at all of them", () => {
    const files = [...filesOf("live"), ...filesOf("worlds")].filter((file) => file.includes("/try/"));
    expect(files.length).toBeGreaterThan(1);
    expect(files.filter((file) => filesOf("worlds").includes(file))).toEqual([]);
  });
});
