import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DeviceFacts } from "../../../../src/operations/recovery/audit/facts.ts";
import { decideRemoval } from "../../../../src/operations/recovery/devices/remove.ts";
import { ago, device, durationOf, now, ready } from "./ready-member.ts";

const { user } = ready;
const after = durationOf("90 days");
const long = { lastSeen: ago("100 days") };

function decide(devices: readonly DeviceFacts[], ids: readonly string[] | "stale", evenTheLast = false) {
  const wish = ids === "stale" ? ({ kind: "stale", after } as const) : ({ kind: "named", ids } as const);
  const { devices: gone, kept, leavesNone } = decideRemoval({ user, devices }, wish, { evenTheLast, now });
  return { gone: gone.map(({ id }) => id), kept: kept?.id ?? null, leavesNone };
}

describe("a device that is named", () => {
  it("goes where another confirmed one stays", () => {
    expect(decide([device("A"), device("B")], ["A"])).toEqual({ gone: ["A"], kept: null, leavesNone: false });
  });

  it("is refused where the member does not have it", () => {
    expect(() => decide([device("A")], ["A", "X"])).toThrow("has no device `X`");
  });

  it.each([
    ["the last of all", [device("A")]],
    ["the last that is confirmed", [device("A"), device("B", { encryption: "unsigned" })]],
    ["the last that encrypts", [device("A", { encryption: "unsigned" }), device("B", { encryption: "none" })]],
  ])("is refused where it is %s, unless that is said", (_, devices) => {
    expect(() => decide(devices, ["A"])).toThrow("the last device");
    expect(decide(devices, ["A"], true)).toEqual({ gone: ["A"], kept: null, leavesNone: true });
  });

  it.each([
    ["does not encrypt", [device("A", { encryption: "none" }), device("B", { encryption: "none" })]],
    ["is not confirmed, beside one that is", [device("A", { encryption: "unsigned" }), device("B")]],
  ])("goes where it %s", (_, devices) => {
    expect(decide(devices, ["A"]).gone).toEqual(["A"]);
  });
});

describe("stale devices", () => {
  it("go, and others stay", () => {
    const devices = [device("A", long), device("B"), device("C", { ...long, encryption: "none" })];
    expect(decide(devices, "stale")).toEqual({ gone: ["A", "C"], kept: null, leavesNone: false });
  });

  it("that were never seen count from when their keys came, and stay where the server knows no time", () => {
    const never = { lastSeen: null };
    const devices = [
      device("A", { ...never, since: ago("100 days") }),
      device("B", { ...never, since: null }),
      device("C"),
    ];
    expect(decide(devices, "stale").gone).toEqual(["A"]);
  });

  it("go but for the one that was seen last, where none that counts would stay", () => {
    const devices = [
      device("A", long),
      device("B", { lastSeen: ago("95 days") }),
      device("C", { encryption: "unsigned" }),
    ];
    expect(decide(devices, "stale")).toEqual({ gone: ["A"], kept: "B", leavesNone: false });
    expect(decide(devices, "stale", true)).toEqual({ gone: ["A", "B"], kept: null, leavesNone: true });
  });

  it("never take the last one that counts, whatever devices there are", () => {
    const any = fc.record({
      encryption: fc.constantFrom("signed", "unsigned", "none"),
      lastSeen: fc.constantFrom(null, ago("1 day"), ago("91 days"), ago("200 days")),
      since: fc.constantFrom(null, ago("300 days")),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), (facts) => {
        const devices = facts.map((each, at) => device(`D${at}`, each as Partial<DeviceFacts>));
        const { gone } = decide(devices, "stale");
        const left = devices.filter(({ id }) => !gone.includes(id));
        for (const kind of ["signed", "unsigned"] as const) {
          const had = devices.some(({ encryption }) => encryption === kind);
          const confirmed = devices.some(({ encryption }) => encryption === "signed");
          if (had && (kind === "signed" || !confirmed))
            expect(left.some(({ encryption }) => encryption === kind)).toBe(true);
        }
      }),
    );
  });
});
