import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Every line of the shell scripts that compares two sorted lists. */
const comparing = globSync("templates/**/*.sh").flatMap((file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => /\bcomm -/.test(line))
    .map((line) => [file, line] as const),
);

describe("sorted lists in scripts", () => {
  it("are compared somewhere", () => {
    expect(comparing.length).toBeGreaterThan(1);
  });

  it.each(comparing)(
    "are compared in the order that they were sorted in, whatever the language of the image: %s",
    (_, line) => {
      expect(line).toMatch(/LC_ALL=C comm -/);
    },
  );
});
