import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const files = ["src", "airgap", "bootstrap", "stacks", "bench", "soak", "test"].flatMap((folder) =>
  globSync(`${folder}/**/*.{ts,mjs}`, { exclude: ["**/node_modules/**", "test/paths.test.ts"] }),
);

describe("paths of this checkout", () => {
  it("are not taken from a URL as it is written: a space in the checkout's path is %20 there", () => {
    expect(files.length).toBeGreaterThan(500);
    const wrong = files.filter((file) => /import\.meta\.url\)\.pathname/.test(readFileSync(file, "utf8")));
    expect(wrong).toEqual([]);
  });
});
