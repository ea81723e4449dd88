import { describe, expect, it } from "vitest";
import { listLines, removalQuestion, removedLines } from "../../../src/cli/devices/devices-text.ts";
import { wipeLines } from "../../../src/cli/devices/wipe-text.ts";
import type { Lack } from "../../../src/operations/recovery/devices/safe-to-wipe.ts";
import { device, ready } from "../../operations/recovery/devices/ready-member.ts";

const { user } = ready;
const base = { user, device: device("OLD"), holdsKeys: true, successor: device("NEW"), newerBackupDeleted: false };

const lacks: readonly Lack[] = [
  { kind: "no other device" },
  { kind: "others not confirmed", devices: [device("NEW")] },
  { kind: "others not in use", devices: [device("NEW")] },
  { kind: "locked" },
  { kind: "no identity" },
  { kind: "no recovery key" },
  { kind: "identity not stored" },
  { kind: "no backup" },
  { kind: "backup switched off" },
  { kind: "backup not trusted", version: "1" },
  { kind: "backup key not stored" },
  { kind: "sessions missing", missing: 2, known: 10 },
];

describe("whether a device can be erased", () => {
  it("is said with what no server can know", () => {
    const text = wipeLines({ ...base, safe: true, lacks: [] }, "local").join("\n");
    expect(text).toMatch(/^Yes: OLD \(OLD of Ana\) of @ana:acme\.test can be erased/);
    expect(text).toContain("recovery check-key");
  });

  it("is said with a doubt where a newer backup was deleted", () => {
    const verdict = { ...base, safe: true, lacks: [], newerBackupDeleted: true };
    expect(wipeLines(verdict, "local").join("\n")).toContain("a newer one was deleted");
  });

  it.each(lacks)("is said with what to do first: $kind", (lack) => {
    const lines = wipeLines({ ...base, safe: false, successor: null, lacks: [lack] }, "acme");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^Not yet/);
    expect(lines[3]).toBe("Then ask again:  npx chatkeep devices safe-to-wipe @ana:acme.test OLD --stack acme");
  });
});

describe("names of devices", () => {
  const evil = device("A", { name: "\u001b[2Jphone\u202egpj\n" });

  it("cannot move the cursor or turn the direction of reading, in any text", () => {
    const removal = { devices: [evil], kept: evil, leavesNone: true };
    const texts = [
      ...listLines(user, [{ ...evil, stale: true }]),
      removalQuestion(user, removal),
      ...removedLines({ user, removed: ["A"], removal }),
      ...wipeLines({ ...base, device: evil, safe: false, lacks }, "local"),
    ];
    expect(texts.join("").match(/[\p{Cc}\p{Cf}]/u)).toBeNull();
  });
});

describe("what is asked before devices are signed out", () => {
  it("says what is lost with the last one", () => {
    const removal = { devices: [device("A")], kept: null, leavesNone: true };
    expect(removalQuestion(user, removal)).toContain("without the recovery key they are lost");
  });
});
