import { describe, expect, it } from "vitest";
import { writtenBinding } from "../../../src/operations/try/ports.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { turnAddresses } from "../../../src/plan/services/turn.ts";
import { exampleSettings } from "../example-settings.ts";

const plan = decidePlan("acme", exampleSettings());
const withCalls = { calls: { relayPorts: "50000-50001" }, addresses: { ipv4: "203.0.113.7" } };

describe("a plan with a server for calls", () => {
  it("publishes its ports by UDP and TCP, those of relays under the same number inside and outside", () => {
    const { turn } = decidePlan("acme", exampleSettings({ ...withCalls, bindAddress: "203.0.113.7" })).services;
    expect(turn?.ports.map(writtenBinding)).toEqual([
      "203.0.113.7:3478/udp",
      "203.0.113.7:3478",
      "203.0.113.7:5349",
      "203.0.113.7:50000/udp",
      "203.0.113.7:50001/udp",
    ]);
    expect(turn?.ports.slice(3).filter(({ internal, external }) => internal !== external)).toEqual([]);
  });

  it("keeps it apart from everything else of the stack", () => {
    const calling = decidePlan("acme", exampleSettings(withCalls));
    const beside = Object.values(calling.services).filter(({ networks }) =>
      networks.some(({ role }) => role === "calls"),
    );
    expect(beside.map(({ role }) => role)).toEqual(["turn"]);
    expect(calling.services.turn?.networks).toEqual([{ role: "calls", alias: "turn" }]);
    expect(calling.volumes.turn?.protect).toBe(false);
    expect(Object.keys(plan.networks)).toEqual(["edge", "data"]);
  });

  it("sends apps to the host name, and says which apps cannot use calls", () => {
    const { turn, leftOut } = decidePlan("acme", exampleSettings({ ...withCalls, hostName: "chat.acme.example.org" }));
    expect(turn === null ? [] : turnAddresses(turn)).toEqual([
      "turn:chat.acme.example.org:3478?transport=udp",
      "turn:chat.acme.example.org:3478?transport=tcp",
      "turns:chat.acme.example.org:5349?transport=tcp",
    ]);
    expect(leftOut.join()).toContain("do not work in Element X");
    expect(plan.leftOut).toEqual([]);
  });

  it("shares the declared memory out among all that there is", () => {
    const calling = decidePlan("acme", exampleSettings(withCalls));
    const total = (services: typeof plan.services) =>
      Object.values(services).reduce((sum, { memoryMebibytes }) => sum + memoryMebibytes, 0);
    expect([total(plan.services), total(calling.services)]).toEqual([2_048, 2_048]);
  });
});
