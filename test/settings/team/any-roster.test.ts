import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nastyText } from "../nasty-text.ts";
import { badRosters } from "./bad/all.ts";
import { problemsOf } from "./read.ts";

const pieces = badRosters.filter(({ text }) => text.length < 2_000).flatMap(({ text }) => text.split("\n"));

describe("any text", () => {
  it("is a roster, or refused with a SettingsError", () => {
    const line = fc.oneof(fc.constantFrom(...pieces), nastyText);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        expect(Array.isArray(problemsOf(lines.join("\n")))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
