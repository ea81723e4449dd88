import { describe, expect, it } from "vitest";
import { Refusal } from "../../src/errors.ts";
import { checkCapacity, freePort } from "../../src/operations/capacity.ts";
import { exampleSpec } from "../plan/example-spec.ts";
import { goal } from "./situation.ts";

const engine = { version: "20.10.24", memoryBytes: 8 * 2 ** 30, processors: 4, published: [] };
const spec = exampleSpec();
const taken = (differences: object) => {
  const other = { port: 443, address: "0.0.0.0", container: "nginx", stack: null, ...differences };
  return () => checkCapacity(spec, goal.plan, { ...engine, published: [other] });
};

describe("an engine", () => {
  it("that has enough is fine", () => {
    expect(checkCapacity(spec, goal.plan, engine)).toEqual([]);
  });

  it("with less memory than the settings say is refused before anything is made", () => {
    const check = () => checkCapacity(spec, goal.plan, { ...engine, memoryBytes: 2 ** 30 });
    expect(check).toThrow(Refusal);
    expect(check).toThrow("chatkeep:memory is 2 GiB, and the engine has 1024 MiB in all");
  });

  it("with fewer processors only gets a line", () => {
    expect(checkCapacity(spec, goal.plan, { ...engine, processors: 1 })).toHaveLength(1);
  });

  it("where another container has the port is refused", () => {
    expect(taken({})).toThrow(/Port 443 is taken by the container nginx/);
    expect(taken({ stack: "acme" })).not.toThrow();
    expect(taken({ port: 444 })).not.toThrow();
  });

  it("gives the first port that no other stack has on the address", () => {
    const other = (port: number, address: string) => ({ port, address, container: "other", stack: null });
    expect(freePort(8443, "127.0.0.1", "local", [])).toBe(8443);
    expect(freePort(8443, "127.0.0.1", "local", [other(8443, "0.0.0.0"), other(8444, "127.0.0.1")])).toBe(8445);
    expect(freePort(8443, "127.0.0.1", "local", [other(8443, "192.0.2.1")])).toBe(8443);
  });
});
