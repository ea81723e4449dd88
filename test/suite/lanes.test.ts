import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesOf, laneOf } from "./lanes.ts";

const lanes = ["live", "worlds", "servers", "keys", "team", "backup"] as const;

describe("the lanes of live tests", () => {
  it("have every live file once between them, save those of the provider and the example suite", () => {
    const apart = ["test/live/airgap/**", "test/live/try/example/**"];
    const all = globSync("test/live/**/*.test.ts", { exclude: apart });
    expect(lanes.flatMap(filesOf).sort()).toEqual(all.sort());
    expect(all.every((file) => existsSync(file))).toBe(true);
  });

  it("keep what looks at the main stack in the one that has it", () => {
    const others = [...filesOf("worlds"), ...filesOf("servers")];
    const files = others.filter((file) => readFileSync(file, "utf8").includes('inject("mainStack")'));
    expect(files).toEqual([]);
    expect(laneOf("services/hardening.test.ts")).toBe("live");
  });

  it("keep what has engines of its own in one", () => {
    const hasEngines = /startSecondEngine\(|bootSmallMachine\(|bootScene\(/;
    const others = [...filesOf("live"), ...filesOf("servers")];
    const files = others.filter((file) => hasEngines.test(readFileSync(file, "utf8")));
    expect(files).toEqual([]);
    expect(laneOf("worlds/world.test.ts")).toBe("worlds");
  });

  it("keep all that makes throwaway servers in one, because it looks at all of them", () => {
    const having = lanes.filter((lane) => filesOf(lane).some((file) => file.includes("/try/")));
    expect(having).toEqual(["servers"]);
  });
});
