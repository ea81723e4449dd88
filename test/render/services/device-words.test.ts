import { describe, expect, it } from "vitest";
import {
  costWords,
  isEnded,
  mistakeIn,
  notEndedWords,
  recoveryWords,
  refusalWords,
  shownName,
} from "../../../templates/proxy/front/assets/device-words.js";

const device = (id: string, state: string) => ({ id, state, name: id, seen: null, address: null });
const [phone, laptop] = [device("PHONE", "confirmed"), device("LAPTOP", "confirmed")];
const [tablet, script] = [device("TABLET", "unconfirmed"), device("SCRIPT", "keyless")];
type Device = ReturnType<typeof device>;
type Recovery = Parameters<typeof recoveryWords>[0];
const ready: Recovery = { hasRecovery: true, hasBackup: true };
const cost = (one: Device, devices: readonly Device[], rest = ready) => costWords(one, { devices, ...rest }).join(" ");

describe("what it costs to sign a device out is said before", () => {
  it("for one of several: what is on it alone", () => {
    expect(cost(phone, [phone, laptop])).toMatch(/^The device deletes the keys .* cannot be taken back/);
    expect(cost(tablet, [phone, tablet])).not.toContain("last");
  });

  it("for the last confirmed one: only the recovery key confirms another then, and without it nothing does", () => {
    expect(cost(phone, [phone, tablet, script])).toMatch(
      /^This is your last confirmed device\..*Only your recovery key can then/,
    );
    expect(cost(phone, [phone, tablet], { hasRecovery: false, hasBackup: true })).toContain(
      "reset your digital identity",
    );
  });

  it("for the last one that encrypts: what cannot be read afterwards, with a recovery key and without", () => {
    expect(cost(phone, [phone, script])).toMatch(
      /^This is your last device that reads .* you need your recovery key\./,
    );
    for (const lacking of [{ hasRecovery: false }, { hasBackup: false }, { hasRecovery: null }])
      expect(cost(tablet, [tablet], { ...ready, ...lacking })).toContain("lost for good");
  });

  it("for one that does not encrypt: nothing", () => {
    expect(cost(script, [script])).toMatch(/^No messages are lost/);
  });

  it("in all cases that the password lets a person in again", () => {
    for (const each of [phone, tablet, script]) expect(cost(each, [phone, tablet, script])).toMatch(/sign in again\.$/);
  });
});

describe("a device's name", () => {
  it.each([
    ["Ana's phone", "Ana's phone"],
    ['<b>bold</b> & "quoted"', '<b>bold</b> & "quoted"'],
    ["safe\u202egnp.exe", "safe\ufffdgnp.exe"],
    ["two\nlines\u2028three", "two\ufffdlines\ufffdthree"],
    ["\u200b", "\ufffd"],
    ["   ", "No name"],
    [null, "No name"],
  ])("is shown without what deceives the eye: %j", (name, shown) => {
    expect(shownName({ name })).toBe(shown);
  });
});

describe("on the devices page a member is told", () => {
  const refused = (step: string, status: number, body = {}, retryAfter: string | null = null) => {
    return { step, status, body, retryAfter };
  };

  it("what is missing, at its field", () => {
    expect(mistakeIn({ user: "", password: "x" }, "acme.example")?.field).toBe("user");
    expect(mistakeIn({ user: "@ana:other.example", password: "x" }, "acme.example")?.text).toContain("other.example");
    expect(mistakeIn({ user: "ana", password: "" }, "acme.example")?.field).toBe("password");
    expect(mistakeIn({ user: "ana", password: "x" }, "acme.example")).toBeNull();
  });

  it("why nothing is shown", () => {
    expect(refusalWords(refused("sign in", 403))).toEqual({
      text: "The user name or the password is wrong.",
      field: "password",
    });
    expect(refusalWords(refused("sign in", 0)).text).toBe("The server does not answer. Try again in a minute.");
    expect(refusalWords(refused("sign in", 429, {}, "7")).text).toContain("in 7 seconds");
    expect(refusalWords(refused("read", 500, { error: "broken" })).text).toContain("broken");
    expect(refusalWords(refused("read", 401, { errcode: "M_UNKNOWN_TOKEN" })).text).toContain("This visit has ended");
  });

  it("why a device was not signed out, and whether it may have been", () => {
    expect(notEndedWords(refused("end", 401, { errcode: "M_FORBIDDEN", session: "x" }))).toBe(
      "The password is wrong. The device was not signed out.",
    );
    expect(notEndedWords(refused("end", 429, { retry_after_ms: 6_200 }))).toContain("in 7 seconds. The device was not");
    expect(notEndedWords(refused("end", 0))).toContain("may have been signed out");
    expect(notEndedWords(refused("end", 500, { error: "broken" }))).toContain("broken");
  });

  it("that the visit is over by the server's word alone, and not by a wrong password", () => {
    expect(isEnded(refused("end", 401, { errcode: "M_UNKNOWN_TOKEN" }))).toBe(true);
    expect(isEnded(refused("end", 401, { errcode: "M_FORBIDDEN" }))).toBe(false);
  });

  it("what there is for the day when a device is lost", () => {
    expect(recoveryWords(ready)).toContain("You have a recovery key, and");
    expect(recoveryWords({ hasRecovery: false, hasBackup: false })).toContain("no recovery key");
    expect(recoveryWords({ hasRecovery: true, hasBackup: false })).toContain("not backed up");
    expect(recoveryWords({ hasRecovery: null, hasBackup: true })).toBeNull();
  });
});
