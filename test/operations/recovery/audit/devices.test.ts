import { describe, expect, it } from "vitest";
import { parseDuration } from "../../../../src/kinds/duration.ts";
import { pageDevice } from "../../../../src/kinds/page-device.ts";
import { judge, type RecoveryPolicy } from "../../../../src/operations/recovery/audit/policy.ts";
import { factsIn, readyBut, records } from "./recorded.ts";

const { ready, second, replaced } = records;
const policy = { readyWithin: parseDuration("14 days"), staleAfter: parseDuration("90 days") } as RecoveryPolicy;
const firstDay = new Date("2026-12-01T00:00:00Z");

const encryptions = (record: typeof ready) => factsIn(record).devices.map(({ encryption }) => encryption);

describe("a device", () => {
  it("is signed where it came with the signature, and where that was added later", () => {
    expect(ready.signatures).toEqual([]);
    expect(encryptions(ready)).toEqual(["signed"]);
    expect(replaced.signatures.length).toBeGreaterThan(0);
    expect(encryptions(replaced)).toEqual(["signed"]);
    expect(encryptions({ ...replaced, signatures: [] })).toEqual(["unsigned"]);
  });

  it("is not signed by the keys of an identity before, nor because a row says so", () => {
    const other = replaced.signatures.map((each) => ({ ...each, signature: "A".repeat(86) }));
    expect(encryptions({ ...replaced, signatures: other })).toEqual(["unsigned"]);
    expect(encryptions(readyBut({ selfSigningKeys: [] }))).toEqual(["unsigned"]);
    const swapped = ready.devices.map((device) => ({
      ...device,
      keys: device.keys?.replace("m.olm", "m.olm2") ?? null,
    }));
    expect(encryptions(readyBut({ devices: swapped }))).toEqual(["unsigned"]);
  });

  it("that does not encrypt is neither signed nor unsigned", () => {
    const script = { id: "SCRIPT", name: null, lastSeen: null, keys: null, keysSince: null };
    expect(encryptions(readyBut({ devices: [...ready.devices, script] }))).toEqual(["signed", "none"]);
  });

  it("that is the server's own page is none, unless it has keys: then someone hides behind its name", () => {
    const page = { id: pageDevice, name: null, lastSeen: 1, keys: null, keysSince: null };
    expect(encryptions(readyBut({ devices: [...ready.devices, page] }))).toEqual(["signed"]);
    const hidden = { ...page, keys: JSON.stringify({ device_id: pageDevice }) };
    expect(encryptions(readyBut({ devices: [...ready.devices, hidden] }))).toEqual(["signed", "unsigned"]);
  });
});

describe("the policy", () => {
  it("is met by a member who is ready, and missed with one unsigned device", () => {
    expect(judge(factsIn(ready), policy, firstDay)).toMatchObject({ state: "ready", breaches: [], timeUntil: null });
    expect(judge(factsIn(second), policy, firstDay)).toMatchObject({ state: "ready", breaches: ["unsignedDevice"] });
  });

  it("gives a new account time to get ready, and no second more", () => {
    const facts = factsIn(readyBut({ backup: null }));
    const end = Date.parse(facts.created) + policy.readyWithin;
    expect(judge(facts, policy, new Date(end - 1))).toMatchObject({
      breaches: [],
      timeUntil: new Date(end).toISOString(),
    });
    expect(judge(facts, policy, new Date(end))).toMatchObject({ breaches: ["notReady"], timeUntil: null });
  });

  it("takes a device for stale after its last use, or after it came where it was never used", () => {
    const later = (days: number, device: Partial<(typeof ready.devices)[number]>) => {
      const [first] = ready.devices;
      const devices = first === undefined ? [] : [{ ...first, ...device }];
      const now = new Date(Date.parse("2026-12-01T00:00:00Z") + days * 86_400_000);
      return judge(factsIn(readyBut({ devices })), policy, now).breaches;
    };
    const seen = Date.parse("2026-12-01T00:00:00Z");
    expect(later(90, { lastSeen: seen })).toEqual([]);
    expect(later(91, { lastSeen: seen })).toEqual(["staleDevice"]);
    expect(later(91, { lastSeen: null, keysSince: seen })).toEqual(["staleDevice"]);
    expect(later(91, { lastSeen: null, keysSince: null })).toEqual([]);
  });

  it("does not count a locked account, whose owner can change nothing", () => {
    const facts = { ...factsIn(second), locked: true };
    expect(judge(facts, policy, firstDay)).toMatchObject({ breaches: [], unsignedDevices: [expect.anything()] });
  });
});
