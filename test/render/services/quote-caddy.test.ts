import { describe, expect, it } from "vitest";
import { quoteCaddy } from "../../../src/render/services/proxy.ts";

describe("a word in a Caddyfile", () => {
  it.each([
    ["acme", '"acme"'],
    ["", '""'],
    ['say "x"', '"say \\"x\\""'],
    ["a\\b", '"a\\b"'],
    ["a`b", '"a`b"'],
  ])("%j is written as %s", (text, written) => {
    expect(quoteCaddy(text)).toBe(written);
  });

  it.each(["a\\", "\\", 'a\\"', 'a\\" b'])("%j is refused: its backslash would escape a quote", (text) => {
    expect(() => quoteCaddy(text)).toThrow(text);
  });
});
