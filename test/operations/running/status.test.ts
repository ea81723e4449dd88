import { describe, expect, it } from "vitest";
import type { ContainerState, ObservedContainer } from "../../../src/io/docker/observations.ts";
import { isHealthy, judgeServices } from "../../../src/operations/running/status.ts";
import { container, emptyEngine, goal } from "../up/situation.ts";

const all = ["postgres", "synapse", "proxy"].map((role) => container(role));

function judge(changed: Partial<ObservedContainer> = {}) {
  const containers = all.map((each) => (each.role === "synapse" ? { ...each, ...changed } : each));
  return judgeServices(goal.plan, { ...emptyEngine, containers }).find(({ service }) => service === "synapse");
}

describe("a service", () => {
  it("is healthy when its health check says so, in the version of its image", () => {
    expect(judge()).toMatchObject({ healthy: true, state: "healthy", version: "1.2.3", why: null });
    expect(judge({ image: "chatkeep/synapse:1.163.2-r1" })?.version).toBe("1.163.2");
    expect(judge({ image: "sha256" })?.version).toBeNull();
  });

  it.each<[string, ContainerState, string]>([
    [
      "unhealthy",
      { kind: "running", since: "s", health: { status: "unhealthy", lastOutput: "no database" } },
      "no database",
    ],
    ["starting", { kind: "running", since: "s", health: { status: "starting", lastOutput: "" } }, "no result yet"],
    ["restarting", { kind: "restarting", exitCode: 3 }, "exited with 3"],
    ["stopped", { kind: "ended", exitCode: 137, at: "then" }, "ended with 137 at then"],
    ["created", { kind: "other", word: "created" }, "it is created"],
    ["paused", { kind: "paused" }, "its container is paused"],
  ])("is %s with a reason", (word, state, why) => {
    const status = judge({ state });
    expect(status).toMatchObject({ healthy: false, state: word });
    expect(status?.why).toContain(why);
  });

  it("is missing when the container does not exist", () => {
    expect(judge({ name: "another" })).toMatchObject({ healthy: false, state: "missing" });
  });
});

describe("the server", () => {
  const services = judgeServices(goal.plan, { ...emptyEngine, containers: all });
  const certificate = { validTo: "2026-12-30T06:00:00.000Z" };

  it("is well until its certificate expires", () => {
    expect(isHealthy(services, certificate, new Date("2026-12-30T05:59:59Z"))).toBe(true);
    expect(isHealthy(services, certificate, new Date("2026-12-30T06:00:00Z"))).toBe(false);
  });

  it("is not well while a service is not", () => {
    const ill = judgeServices(goal.plan, emptyEngine);
    expect(isHealthy(ill, certificate, new Date("2026-12-01T00:00:00Z"))).toBe(false);
    expect(isHealthy(services, null, new Date("2026-12-01T00:00:00Z"))).toBe(true);
  });
});
