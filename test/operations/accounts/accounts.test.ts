import { describe, expect, it } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import type { Account, Accounts } from "../../../src/io/synapse/accounts.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { createAccount, decideLock, mustSetLocked, resetPassword } from "../../../src/operations/accounts/accounts.ts";

const ana = account("ana", { admin: true });
const ben = account("ben", {});
const password = new Secret("four words are enough");

function account(name: string, rest: Partial<Account>): Account {
  const user = `@${name}:acme.test` as UserId;
  return { user, displayName: null, admin: false, state: "active", created: "", lastSeen: null, ...rest };
}

/** A made-up server, and what was done to it. */
function serverWith(...all: readonly Account[]) {
  const done: string[] = [];
  const accounts: Accounts = {
    find: async (user) => all.find((each) => each.user === user) ?? null,
    list: async () => all,
    make: async ({ user, admin }) => void done.push(`make ${user}${admin ? " admin" : ""}`),
    makeBot: async ({ user }) => void done.push(`make ${user} bot`),
    setPassword: async (user, _, { signOut }) => void done.push(`password ${user}${signOut ? " sign out" : ""}`),
    setName: async (user, name) => void done.push(`name ${user} ${name}`),
    setAdmin: async (user, admin) => void done.push(`${admin ? "admin" : "no admin"} ${user}`),
    reactivate: async (user) => void done.push(`reactivate ${user}`),
    setLocked: async (user, locked) => void done.push(`${locked ? "lock" : "unlock"} ${user}`),
    deactivate: async (user, { erase }) => void done.push(`deactivate ${user}${erase ? " erase" : ""}`),
  };
  return { accounts, done };
}

describe("an account", () => {
  it("is made as a member's, or an administrator's", async () => {
    const { accounts, done } = serverWith();
    for (const each of [ana, ben]) await createAccount(accounts, { ...each, password });
    expect(done).toEqual(["make @ana:acme.test admin", "make @ben:acme.test"]);
  });

  it.each([[ana], [{ ...ben, state: "locked" as const }], [{ ...ben, state: "deactivated" as const }]])(
    "that is there is not made again: $state",
    async (found) => {
      const { accounts, done } = serverWith(found);
      await expect(createAccount(accounts, { ...found, password })).rejects.toThrow(Refusal);
      expect(done).toEqual([]);
    },
  );

  it("gets a new password, and keeps its devices unless they are to be signed out", async () => {
    const { accounts, done } = serverWith(ana);
    for (const signOut of [false, true]) await resetPassword(accounts, { user: ana.user, password, signOut });
    expect(done).toEqual(["password @ana:acme.test", "password @ana:acme.test sign out"]);
  });

  it("that was deactivated, or never was, gets no password", async () => {
    const { accounts, done } = serverWith({ ...ana, state: "deactivated" });
    for (const { user } of [ana, ben])
      await expect(resetPassword(accounts, { user, password, signOut: false })).rejects.toThrow(Refusal);
    expect(done).toEqual([]);
  });
});

describe("locking", () => {
  it("is needed once, and unlocking too", () => {
    const locked = { ...ben, state: "locked" as const };
    expect([decideLock(ben, [ana, ben], true), decideLock(locked, [ana, locked], true)]).toEqual([true, false]);
    expect([decideLock(locked, [], false), decideLock(ben, [], false)]).toEqual([true, false]);
  });

  it("leaves an administrator who can still sign in", () => {
    const lockedBen = { ...ben, admin: true, state: "locked" as const };
    expect(() => decideLock(ana, [ana, lockedBen], true)).toThrow(/last administrator/);
    expect(decideLock(ana, [ana, { ...ben, admin: true }], true)).toBe(true);
  });

  it("is refused for an account that was deactivated, or never was", async () => {
    const { accounts } = serverWith({ ...ana, state: "deactivated" });
    await expect(mustSetLocked(accounts, ana.user, true)).rejects.toThrow(/deactivated/);
    await expect(mustSetLocked(accounts, ben.user, false)).rejects.toThrow(/does not exist/);
  });
});
