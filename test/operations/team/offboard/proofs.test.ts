import { describe, expect, it } from "vitest";
import type { AccessLeft } from "../../../../src/io/postgres/audit/lockout.ts";
import { judgeLockout, type LockoutFacts } from "../../../../src/operations/team/offboard/proofs.ts";
import { access, none } from "./departure.ts";

const wishes = { history: "redact", media: "delete", erase: true } as const;
const out: LockoutFacts = {
  access: { ...none, messages: 0, media: 0, erased: true },
  probe: { before: "accepted", after: "locked", waitedSeconds: 0 },
  tokens: [],
  unled: [],
  wishes,
};
const failing = (rest: Partial<LockoutFacts>) =>
  judgeLockout({ ...out, ...rest })
    .filter(({ holds }) => !holds)
    .map(({ id, guards }) => [id, guards]);
const left = (rest: Partial<AccessLeft>) => failing({ access: { ...out.access, ...rest } });

describe("the proofs of a lockout", () => {
  it("all hold where nothing is left", () => {
    expect(failing({})).toEqual([]);
    expect(judgeLockout(out)).toHaveLength(17);
  });

  it.each([
    [{ locked: false }, "locked", "freeze"],
    [{ deactivated: false }, "deactivated", "deactivate"],
    [{ password: true }, "password", "deactivate"],
    [{ accessTokens: 1 }, "access tokens", "endSessions"],
    [{ refreshTokens: 1 }, "refresh tokens", "endSessions"],
    [{ loginTokens: 1 }, "login tokens", "endSessions"],
    [{ actingTokens: 1 }, "acting sessions", "endSessions"],
    [{ devices: 1 }, "devices", "endSessions"],
    [{ pushers: 1 }, "notifications", "endSessions"],
    [{ rooms: { "!a:b": "invite" } }, "rooms", "leave"],
    [{ keyBackups: 1 }, "key backup", "deactivate"],
    [{ messages: 1 }, "messages", "redact"],
    [{ media: 1 }, "files", "deleteMedia"],
    [{ erased: false }, "erased", "deactivate"],
  ] as const)("fail one by one: %o", (rest, id, guards) => {
    expect(left(rest)).toEqual([[id, guards]]);
  });

  it("fail for rooms without a leader, registration tokens, and a session that still works", () => {
    expect(failing({ unled: ["!a:b"] })).toEqual([["leaders", "handOver"]]);
    expect(failing({ tokens: ["abcde"] })).toEqual([["registration tokens", "revokeToken"]]);
    expect(failing({ probe: { before: "accepted", after: "accepted", waitedSeconds: 150 } })).toEqual([
      ["probe", "freeze"],
    ]);
  });

  it("fail, and do not hold, for a number that could not be read", () => {
    expect(left({ accessTokens: Number.NaN })).toEqual([["access tokens", "endSessions"]]);
  });

  it("claim nothing that was not wished for, nor of a session that was never opened", () => {
    const kept = { history: "keep", media: "keep", erase: false } as const;
    const claimed = judgeLockout({ ...out, probe: null, wishes: kept }).map(({ id }) => id);
    for (const id of ["probe", "messages", "files", "erased"]) expect(claimed).not.toContain(id);
  });

  it("say of an account before anything is done what is left", () => {
    const found = judgeLockout({ ...out, access }).filter(({ holds }) => !holds);
    expect(found.map(({ claim, found }) => `${claim}: ${found}`)).toMatchInlineSnapshot(`
      [
        "The account is locked: no",
        "The account is deactivated: no",
        "There is no hash of a password: 1",
        "There is no access token: 3",
        "There is no refresh token: 1",
        "There is no device: 2",
        "There is no device or address that gets notifications: 1",
        "There is no key backup: 1",
        "There is no message of theirs that was not redacted: 5",
        "There is no file that they uploaded: 1",
        "Newcomers are not shown their messages: no",
      ]
    `);
  });
});
