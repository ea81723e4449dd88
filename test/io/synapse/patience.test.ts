import { describe, expect, it } from "vitest";
import { decideNext, longestWaitSeconds, secondsAsked } from "../../../src/io/synapse/patience.ts";

const now = new Date("2026-11-29T12:00:00Z");
const fresh = { waitedSeconds: 0, breaks: 0, wasReached: true };

describe("an answer 429", () => {
  it.each([
    ["a header in seconds", "7", undefined, 7],
    ["a header with a date", "Sun, 29 Nov 2026 12:00:09 GMT", undefined, 9],
    ["a body", undefined, 1_500, 1.5],
    ["both: the longer one", "2", 1_500, 2],
    ["both, the header shorter", "1", 1_500, 1.5],
    ["neither", undefined, undefined, 1],
    ["a header in the past", "Sun, 29 Nov 2026 11:00:00 GMT", undefined, 1],
    ["a header of no time", "0", undefined, 0.25],
    ["a body of no time", undefined, 0, 0.25],
    ["nonsense", "soon", "later", 1],
  ])("asks to wait by %s", (_, header, body, seconds) => {
    expect(secondsAsked(header, body, now)).toBe(seconds);
  });
});

describe("what follows an attempt", () => {
  it("is a wait, as long as all waits together stay within bounds", () => {
    const limited = { kind: "limited", seconds: 60 } as const;
    expect(decideNext("POST", limited, fresh)).toMatchObject({ kind: "again", seconds: 60 });
    expect(decideNext("POST", limited, { ...fresh, waitedSeconds: 60 })).toMatchObject({ kind: "again" });
    expect(decideNext("POST", limited, { ...fresh, waitedSeconds: 61 })).toEqual({ kind: "done" });
    const unreached = { kind: "unreached" } as const;
    expect(decideNext("POST", unreached, { ...fresh, waitedSeconds: longestWaitSeconds })).toEqual({ kind: "done" });
  });
});
