import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { isJsonObject } from "../../src/kinds/json.ts";
import { Secret } from "../../src/kinds/secret.ts";

describe("a secret", () => {
  const secret = new Secret("open sesame");

  it("shows itself in no usual way", () => {
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true, depth: 9 }),
      Object.entries(secret).join(),
    ];
    expect(shown.join()).not.toContain("sesame");
  });

  it("gives its text on request", () => {
    expect(secret.reveal()).toBe("open sesame");
  });
});

describe("JSON values", () => {
  it("are mappings or something else", () => {
    expect([{}, { a: 1 }].every(isJsonObject)).toBe(true);
    expect([null, [], "x", 1, true, undefined].some(isJsonObject)).toBe(false);
  });
});
