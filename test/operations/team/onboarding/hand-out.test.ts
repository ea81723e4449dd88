import { describe, expect, it } from "vitest";
import type { Account } from "../../../../src/io/synapse/accounts.ts";
import type { UserId } from "../../../../src/kinds/names.ts";
import { costOfReset, decideReset, decideSheet } from "../../../../src/operations/team/onboarding/hand-out.ts";
import type { RosterMember } from "../../../../src/settings/team/roster.ts";

const ada: RosterMember = {
  id: "@ada:acme.test" as UserId,
  name: "Ada",
  email: null,
  role: "member",
  teams: [],
  contacts: [],
  joinsBy: "password",
};
const account = (state: Account["state"]): Account => ({
  user: ada.id,
  displayName: "Ada",
  admin: false,
  state,
  created: "2026-11-30T08:00:00Z",
  lastSeen: null,
});

describe("another sheet", () => {
  it("is a new password for who has an account and never signed in", () => {
    expect(decideSheet({ member: ada, account: account("active"), devices: 0 })).toBe("password");
  });

  it("is a new token for who makes the account themselves, until they have", () => {
    const member: RosterMember = { ...ada, joinsBy: "token" };
    expect(decideSheet({ member, account: null, devices: 0 })).toBe("token");
    expect(decideSheet({ member, account: account("active"), devices: 0 })).toBe("password");
  });

  it.each([
    ["has signed in", account("active"), 2, "team reset-password"],
    ["has no account", null, 0, "team apply"],
    ["is locked", account("locked"), 0, "account unlock"],
    ["left", account("deactivated"), 0, "--reactivate"],
  ] as const)("is refused to who %s, and it is said what to do", (_, found, devices, next) => {
    expect(() => decideSheet({ member: ada, account: found, devices })).toThrow(
      expect.objectContaining({ name: "Refusal", next: expect.stringContaining(next) }),
    );
  });
});

describe("a new password", () => {
  it("is set where there is an account that can be used", () => {
    expect(() => decideReset({ member: ada, account: account("active"), devices: 3 })).not.toThrow();
    for (const found of [null, account("locked"), account("deactivated")])
      expect(() => decideReset({ member: ada, account: found, devices: 0 })).toThrow();
  });

  it("says first what becomes of devices, messages and recovery key", () => {
    const facts = { member: ada, account: account("active") };
    expect(costOfReset({ ...facts, devices: 3 }, false)[0]).toBe(
      "Their 3 devices stay signed in and keep all messages.",
    );
    expect(costOfReset({ ...facts, devices: 1 }, true)[0]).toMatch(
      /^Their device is signed out. Without their recovery key/,
    );
    expect(costOfReset({ ...facts, devices: 0 }, true)[0]).toMatch(/signed in on no device/);
    for (const signOut of [true, false])
      expect(costOfReset({ ...facts, devices: 2 }, signOut)[1]).toMatch(/recovery key stays the same/);
  });
});
