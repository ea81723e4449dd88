import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { generatePassword, passwordProblem } from "../../../src/operations/accounts/password.ts";

describe("a password", () => {
  it("has at least twelve characters, whatever they are", () => {
    expect(passwordProblem("eleven char")).toMatch(/at least 12/);
    expect(passwordProblem("twelve chars")).toBeNull();
    expect(passwordProblem("🔑".repeat(6))).toMatch(/at least 12/);
    expect(passwordProblem("x".repeat(513))).toMatch(/at most 512/);
  });

  it("is made of groups that can be read out, another each time", () => {
    const one = generatePassword(randomBytes).reveal();
    expect(one).toMatch(/^([0-9a-hjkmnp-tv-z]{5}-){3}[0-9a-hjkmnp-tv-z]{5}$/);
    expect(generatePassword(randomBytes).reveal()).not.toBe(one);
    expect(passwordProblem(one)).toBeNull();
  });
});
