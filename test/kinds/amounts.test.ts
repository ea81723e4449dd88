import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration, seconds } from "../../src/kinds/duration.ts";
import { formatSize, inMebibytes, mebibytes, parseSize, type Size } from "../../src/kinds/size.ts";

describe("durations", () => {
  it.each([
    ["1 second", 1_000],
    ["90 minutes", 5_400_000],
    ["14 days", 1_209_600_000],
    ["2weeks", 1_209_600_000],
    [" 1 year ", 31_536_000_000],
  ])("%j is %i milliseconds", (text, milliseconds) => expect(parseDuration(text)).toBe(milliseconds));

  it.each(["", "14", "14d", "-1 days", "1.5 days", "1 month", "days", "1 Days", "1 day ago"])("%j is none", (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  it("come back from what they are written as", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999 }), (count) => {
        expect(parseDuration(formatDuration(seconds(count)))).toBe(count * 1_000);
      }),
      { seed: 1 },
    );
    expect([seconds(60), seconds(61), seconds(86_400 * 14)].map(formatDuration)).toEqual([
      "1 minute",
      "61 seconds",
      "2 weeks",
    ]);
  });
});

describe("sizes", () => {
  it.each([
    ["50 MiB", 52_428_800],
    ["2GB", 2e9],
    ["1.5 GiB", 1_610_612_736],
    ["512 B", 512],
  ])("%j is %i bytes", (text, bytes) => expect(parseSize(text)).toBe(bytes));

  it.each(["", "50", "50M", "50 mib", "-1 MiB", "1,5 GiB", "1 TB", "1 iB", "MiB"])("%j is none", (text) => {
    expect(parseSize(text)).toBeNull();
  });

  it("come back from what they are written as", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 36 }), (bytes) => {
        expect(parseSize(formatSize(bytes as Size))).toBe(bytes);
      }),
      { seed: 1 },
    );
    expect(formatSize(mebibytes(1536))).toBe("1536 MiB");
    expect(inMebibytes(parseSize("1 GB") ?? mebibytes(0))).toBe(953);
  });
});
