import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { RegistrationToken } from "../../../src/io/synapse/registration-tokens.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { generateToken, stateOf, tokenNamed } from "../../../src/operations/accounts/tokens.ts";

const now = new Date("2026-11-29T12:00:00Z");

function token(text: string, rest: Partial<RegistrationToken> = {}): RegistrationToken {
  return { token: new Secret(text), uses: 1, used: 0, pending: 0, expires: null, ...rest };
}

describe("a registration token", () => {
  it("has 125 random bits that Synapse takes, in groups that can be read out", () => {
    const made = Array.from({ length: 200 }, () => generateToken(randomBytes).reveal());
    expect(new Set(made).size).toBe(200);
    for (const each of made) expect(each).toMatch(/^([0-9a-hjkmnp-tv-z]{5}-){4}[0-9a-hjkmnp-tv-z]{5}$/);
  });

  it("is named by how it begins", () => {
    const [first, second, third] = [token("abcde-1"), token("abcdf-1"), token("abc")];
    const all = [first, second, third];
    expect(tokenNamed(all, "abcde")).toBe(first);
    expect(tokenNamed(all, "abcdf-1")).toBe(second);
    expect(tokenNamed(all, "abc")).toBe(third);
    expect(() => tokenNamed(all, "abcd")).toThrow(/2 registration tokens begin with/);
    expect(() => tokenNamed(all, "x")).toThrow(/No registration token begins with/);
  });

  it("lets someone in while it is neither used up nor over", () => {
    expect(stateOf(token("a"), now)).toBe("valid");
    expect(stateOf(token("a", { used: 1 }), now)).toBe("used up");
    expect(stateOf(token("a", { pending: 1 }), now)).toBe("used up");
    expect(stateOf(token("a", { uses: null, used: 99 }), now)).toBe("valid");
    expect(stateOf(token("a", { expires: now.toISOString() }), now)).toBe("expired");
    expect(stateOf(token("a", { expires: "2026-11-29T12:00:01Z" }), now)).toBe("valid");
  });
});
