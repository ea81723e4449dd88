import { describe, expect, it } from "vitest";
import type { MemberFacts } from "../../../../src/operations/recovery/audit/facts.ts";
import { decideSafeToWipe } from "../../../../src/operations/recovery/devices/safe-to-wipe.ts";
import { ago, device, durationOf, now, ready } from "./ready-member.ts";

const decide = (facts: MemberFacts, id = "OLD") => decideSafeToWipe(facts, id, { inUse: durationOf("14 days"), now });
const storage = (more: Partial<MemberFacts["secretStorage"]>) => ({
  secretStorage: { ...ready.secretStorage, ...more },
});
const signedBy = (by: "none" | "earlier" | "device") => ({
  backup: { version: "1", newerDeleted: false, keys: 12, signedBy: by },
});

describe("a device can be erased", () => {
  it("where another one is confirmed and in use, and everything is in the backup", () => {
    expect(decide(ready)).toMatchObject({ safe: true, lacks: [], successor: { id: "NEW" } });
  });

  it.each([
    ["the backup is signed by a confirmed device", signedBy("device")],
    ["the backup holds more than is counted", { sessions: { known: 10, backedUp: 12 } }],
    ["no message was sent at all", { sessions: { known: 0, backedUp: 0 } }],
    ["its owner chose a passphrase", storage({ passphrase: true })],
    ["the identity was reset before, and set up again", { identity: { resets: 2, complete: true } }],
    ["it is not confirmed itself", { devices: [device("OLD", { encryption: "unsigned" }), device("NEW")] }],
  ] as const)("where %s", (_, change) => {
    expect(decide({ ...ready, ...change })).toMatchObject({ safe: true, lacks: [] });
  });

  it("where it does not encrypt, whatever else is missing", () => {
    const facts = { ...ready, devices: [device("OLD", { encryption: "none" })], backup: null, identity: null };
    expect(decide(facts)).toMatchObject({ safe: true, holdsKeys: false, lacks: [] });
  });
});

describe("a device cannot be erased yet", () => {
  const old = device("OLD");
  it.each([
    ["there is no other", { devices: [old] }, "no other device"],
    ["the other does not encrypt", { devices: [old, device("NEW", { encryption: "none" })] }, "no other device"],
    [
      "the other is not confirmed",
      { devices: [old, device("NEW", { encryption: "unsigned" })] },
      "others not confirmed",
    ],
    ["the other was never seen", { devices: [old, device("NEW", { lastSeen: null })] }, "others not in use"],
    [
      "the other was not seen lately",
      { devices: [old, device("NEW", { lastSeen: ago("15 days") })] },
      "others not in use",
    ],
    ["the account is locked", { locked: true }, "locked"],
    ["there is no identity", { identity: null }, "no identity"],
    ["the identity cannot sign devices", { identity: { resets: 0, complete: false } }, "no identity"],
    ["there is no recovery key", storage({ key: "none" }), "no recovery key"],
    ["the recovery key was removed", storage({ key: "removed" }), "no recovery key"],
    ["the recovery key has no description", storage({ key: "undescribed" }), "no recovery key"],
    ["the recovery key does not open the identity", storage({ holdsIdentity: false }), "identity not stored"],
    ["the recovery key does not open the backup", storage({ holdsBackup: false }), "backup key not stored"],
    ["there is no backup", { backup: null }, "no backup"],
    ["the backup is signed by no key of the member", signedBy("none"), "backup not trusted"],
    ["the backup is of an earlier identity", signedBy("earlier"), "backup not trusted"],
    ["the member switched the backup off", { backupSwitchedOff: true }, "backup switched off"],
    ["a session is missing in the backup", { sessions: { known: 10, backedUp: 9 } }, "sessions missing"],
  ] as const)("where %s, and nothing else is said", (_, change, kind) => {
    const verdict = decide({ ...ready, ...change });
    expect([verdict.safe, verdict.lacks.map((lack) => lack.kind)]).toEqual([false, [kind]]);
  });

  it("and everything that is missing is said at once, the first to do first", () => {
    const facts = { ...ready, devices: [old], ...storage({ key: "none" as const }), backup: null };
    expect(decide(facts).lacks.map(({ kind }) => kind)).toEqual(["no other device", "no recovery key", "no backup"]);
  });
});

describe("the device to be erased", () => {
  it("does not count as the other one, and of several others the last used is named", () => {
    const facts = { ...ready, devices: [device("OLD"), device("NEW", { lastSeen: ago("3 days") }), device("PHONE")] };
    expect(decide(facts).successor?.id).toBe("PHONE");
    expect(decide(facts, "PHONE").successor?.id).toBe("OLD");
  });

  it("is one of the member's, else it is refused", () => {
    expect(() => decide(ready, "NONE")).toThrow("@ana:acme.test has no device `NONE`");
  });
});
