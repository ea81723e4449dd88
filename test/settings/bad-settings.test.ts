import { describe, expect, it } from "vitest";
import { describeProblem } from "../../src/errors.ts";
import { badSettings } from "./bad/all.ts";
import { fileOf } from "./bad/case.ts";
import { problemsOf } from "./read.ts";

describe("settings that are wrong", () => {
  it("come in many kinds", () => {
    const kinds = Map.groupBy(badSettings, ({ kind }) => kind);
    expect(badSettings.length).toBeGreaterThanOrEqual(150);
    expect(kinds.size).toBeGreaterThanOrEqual(12);
    expect([...kinds].filter(([, each]) => each.length < 5).map(([kind]) => kind)).toEqual([]);
  });

  it("are written once each", () => {
    const files = badSettings.map(fileOf);
    expect(files.filter((text, index) => files.indexOf(text) < index)).toEqual([]);
  });

  it.each(
    badSettings.map(
      (each, index) => [`${index}. ${each.kind}: ${JSON.stringify(each.text).slice(0, 60)}`, each] as const,
    ),
  )("%s", (_, bad) => {
    const problems = problemsOf(fileOf(bad));
    const messages = problems.filter(({ key }) => key === bad.key).map(describeProblem);
    expect(problems.map(({ key }) => key)).toContain(bad.key);
    expect(messages.join("\n")).toContain(bad.says);
    for (const { line, write } of problems) {
      expect(write).toMatch(/\.$/);
      if (bad.whole !== true && !/serverName.*nothing/.test(messages.join()))
        expect(line ?? (bad.key === "YAML" ? 0 : 1)).toBeGreaterThan(0);
    }
  });

  it("never reach the terminal as control characters", () => {
    const all = badSettings.flatMap((bad) => problemsOf(fileOf(bad)).map(describeProblem)).join("");
    expect(all).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});
