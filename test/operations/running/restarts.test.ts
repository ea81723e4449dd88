import { describe, expect, it } from "vitest";
import type { ObservedContainer } from "../../../src/io/docker/observations.ts";
import {
  describeRestarts,
  judgeRestarts,
  restartedServices,
  restartLines,
} from "../../../src/operations/running/restarts.ts";
import { container, emptyEngine, goal } from "../up/situation.ts";

const now = new Date("2026-11-01T12:00:00Z");

function seen(changed: Partial<ObservedContainer>) {
  return {
    ...emptyEngine,
    containers: [container("postgres"), { ...container("synapse"), ...changed }, container("proxy")],
  };
}

describe("a service that was restarted", () => {
  it("is none where all simply ran", () => {
    expect(restartedServices(goal.plan.services, seen({}))).toEqual([]);
    expect(restartLines(goal.plan, seen({}), now)).toEqual([]);
  });

  it.each([
    [1, false, "was restarted once, at 2026-11-01 00:00:00 UTC"],
    [4, false, "was restarted 4 times, the last time at 2026-11-01 00:00:00 UTC"],
    [0, true, "was killed because it ran out of memory at 2026-11-01 00:00:00 UTC"],
    [
      2,
      true,
      "was killed because it ran out of memory, and restarted 2 times, the last time at 2026-11-01 00:00:00 UTC",
    ],
  ])("%i times, killed for memory: %s, is described", (count, killedForMemory, words) => {
    expect(describeRestarts({ count, killedForMemory, at: "2026-11-01T00:00:00Z" })).toBe(words);
  });

  it.each([
    [1, false, "2026-11-01T11:00:00Z", "once"],
    [3, false, "2026-11-01T11:00:00Z", "ill"],
    [1, true, "2026-11-01T11:00:00Z", "ill"],
    [9, true, "2026-10-31T11:00:00Z", null],
    [9, false, null, "ill"],
  ] as const)("%i times, killed for memory: %s, at %s, counts as %s", (count, killedForMemory, at, verdict) => {
    expect(judgeRestarts({ service: "synapse", count, killedForMemory, at }, now)).toBe(verdict);
  });

  it("is told of by `up` with what to do", () => {
    const [line = ""] = restartLines(goal.plan, seen({ restarts: 2, killedForMemory: true }), now);
    expect(line).toMatch(
      /^synapse was killed because it ran out of memory, .* npx chatkeep logs synapse .* chatkeep:memory/,
    );
  });

  it("is not told of again where it waits to be started, without a time", () => {
    const [line = ""] = restartLines(goal.plan, seen({ state: { kind: "restarting", exitCode: 1 }, restarts: 5 }), now);
    expect(line).toMatch(/^synapse was restarted 5 times\. /);
  });
});
