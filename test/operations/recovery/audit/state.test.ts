import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MemberRecord } from "../../../../src/io/postgres/audit/members.ts";
import { decideState, type ReadinessState } from "../../../../src/operations/recovery/audit/state.ts";
import { factsIn, readyBut, records, storageBut } from "./recorded.ts";

const { ready } = records;
const holds = ready.secretStorage.holds;
const without = (name: string) => holds.filter((each) => each !== name);

/** Members who differ from the one who is ready in one signal, or were recorded when one thing more had been done. */
const members: readonly (readonly [string, ReadinessState, MemberRecord])[] = [
  ["everything is there", "ready", ready],
  ["the identity was reset and recovery set up again", "ready", records.redone],
  ["the identity was replaced, and a device that it signed had signed the backup", "ready", records.replaced],
  ["a passphrase in place of a generated key", "ready", storageBut({ passphrase: true })],
  [
    "the backup is wanted, whatever an older app wrote",
    "ready",
    storageBut({ backupEnabled: true, backupDisabled: true }),
  ],
  ["no key of an identity", "noCrossSigning", readyBut({ masterKeys: [] })],
  ["no self-signing key", "noCrossSigning", readyBut({ selfSigningKeys: [] })],
  [
    "a self-signing key of another identity",
    "noCrossSigning",
    readyBut({ selfSigningKeys: records.redone.selfSigningKeys }),
  ],
  ["no default key", "noSecretStorage", storageBut({ pointer: "none" })],
  ["the default key was removed", "noSecretStorage", storageBut({ pointer: "removed" })],
  ["a default key without a description", "noSecretStorage", storageBut({ described: false })],
  ["no master key in it", "noSecretStorage", storageBut({ holds: without("m.cross_signing.master") })],
  ["no self-signing key in it", "noSecretStorage", storageBut({ holds: without("m.cross_signing.self_signing") })],
  ["no user-signing key in it", "noSecretStorage", storageBut({ holds: without("m.cross_signing.user_signing") })],
  ["no backup", "noBackup", readyBut({ backup: null })],
  ["a backup without a signature", "backupNotTrusted", records.untrusted],
  ["a backup that another member signed", "backupNotTrusted", readyBut({ backup: records.redone.backup })],
  [
    "no key of the backup in secret storage",
    "backupKeyNotStored",
    storageBut({ holds: without("m.megolm_backup.v1") }),
  ],
  ["switched off", "backupSwitchedOff", storageBut({ backupEnabled: false })],
  ["switched off by an older app", "backupSwitchedOff", storageBut({ backupDisabled: true })],
  ["switched off, and so no backup", "backupSwitchedOff", { ...storageBut({ backupEnabled: false }), backup: null }],
  ["reset, and nothing since", "resetNotRedone", records.reset],
  ["replaced, and the device that signed the backup is gone", "resetNotRedone", records.abandoned],
  ["signed in once, and everywhere out again", "noCrossSigning", readyBut({ masterKeys: [], devices: [] })],
];

describe("the state of a member", () => {
  it.each(members)("%s: %s", (_, state, record) => {
    expect(decideState(factsIn(record, "2026-11-30T02:30:30.000Z"))).toBe(state);
  });

  it("is `never signed in` where no device was ever seen", () => {
    expect(decideState(factsIn(readyBut({ masterKeys: [], selfSigningKeys: [], devices: [] })))).toBe("neverSignedIn");
  });

  it("covers every state there is", () => {
    expect(new Set(members.map(([, state]) => state)).size).toBe(8);
  });

  it("is never `ready` once a letter of the signatures of the identity or of the backup is another one", () => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const next = (letter: string, by: number) => letters[(letters.indexOf(letter) + by) % letters.length];
    const spoil = (text: string, at: number, by: number) =>
      text.replace(
        /(?<=":")[\w+/]{86}(?=")/g,
        (each) => each.slice(0, at) + next(each[at] ?? "", by) + each.slice(at + 1),
      );
    // The last of the letters has bits that no byte needs.
    fc.assert(
      fc.property(fc.nat({ max: 84 }), fc.integer({ min: 1, max: 63 }), (at, by) => {
        const { backup } = ready;
        const spoiled = backup === null ? null : { ...backup, authData: spoil(backup.authData, at, by) };
        expect(decideState(factsIn(readyBut({ backup: spoiled })))).toBe("backupNotTrusted");
        const selfSigningKeys = ready.selfSigningKeys.map((key) => spoil(key, at, by));
        expect(decideState(factsIn(readyBut({ selfSigningKeys })))).toBe("noCrossSigning");
      }),
      { numRuns: 50 },
    );
  });

  it("is found whatever members wrote where keys belong", () => {
    const junk = fc.oneof(
      fc.string(),
      fc.json(),
      fc.constantFrom("", "null", '{"keys":[]}', '{"keys":{"ed25519:a":1}}'),
    );
    fc.assert(
      fc.property(junk, junk, junk, junk, (master, selfSigning, authData, keys) => {
        const devices = ready.devices.map((device) => ({ ...device, keys }));
        const backup = { version: "1", newest: "1", algorithm: "", authData, keys: 0 };
        const record = readyBut({ masterKeys: [master], selfSigningKeys: [selfSigning], backup, devices });
        expect(decideState(factsIn(record))).not.toBe("ready");
      }),
    );
  });
});
