import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mebibytes } from "../../src/kinds/size.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { sizeStack } from "../../src/plan/sizing.ts";
import { exampleSpec } from "./example-spec.ts";

const plan = decidePlan("acme", exampleSpec());

describe("a plan", () => {
  it("is plain data: it survives JSON", () => {
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  it("names and labels everything after the stack", () => {
    expect(Object.values(plan.services).map(({ name }) => name)).toEqual([
      "chatkeep-acme-postgres",
      "chatkeep-acme-synapse",
      "chatkeep-acme-proxy",
    ]);
    expect(plan.volumes.postgres.labels).toEqual({ "chatkeep.role": "postgres", "chatkeep.stack": "acme" });
  });

  it("publishes ports of the proxy alone", () => {
    expect(plan.services.postgres.ports).toEqual([]);
    expect(plan.services.synapse.ports).toEqual([]);
    expect(plan.services.proxy.ports.map(({ external }) => external)).toEqual([443, 80]);
  });

  it("keeps Postgres on the internal network alone", () => {
    expect(plan.networks.data.internal).toBe(true);
    expect(plan.services.postgres.networks).toEqual([{ role: "data", alias: "postgres" }]);
  });

  it("protects people's data, but not a throwaway stack's", () => {
    const throwaway = decidePlan("try", exampleSpec({ throwaway: true }));
    expect(protectedVolumes(plan)).toEqual(["postgres", "synapse", "proxy"]);
    expect(protectedVolumes(throwaway)).toEqual([]);
  });

  it("has no way out for federation when closed, and one for each server allowed", () => {
    const allowing = decidePlan(
      "acme",
      exampleSpec({ federation: { mode: "allowlist", servers: ["friend.example.net"] } }),
    );
    expect(plan.services.synapse.waysOut.map(({ why }) => why)).toEqual(["phones ring; contents stay here"]);
    expect(allowing.services.synapse.waysOut.map(({ to }) => to)).toContain("friend.example.net");
    expect(plan.services.postgres.waysOut).toEqual([]);
  });

  it("leaves the port out of the address where it is the usual one", () => {
    expect(plan.baseUrl).toBe("https://acme.example.org");
    expect(decidePlan("acme", exampleSpec({ ports: { https: 8443 } })).baseUrl).toBe("https://acme.example.org:8443");
  });

  it("uses images by exact version from one source", () => {
    const images = (imageSource: string) =>
      Object.values(decidePlan("acme", exampleSpec({ imageSource })).services).map(({ image }) => image);
    expect(images("local").every((image) => /^chatkeep\/\w+:[\d.]+-r\d+$/.test(image))).toBe(true);
    expect(images("official").every((image) => /^(ghcr|docker)\.io\/.+:v?\d+\.\d+(\.\d+)?(-\w+)?$/.test(image))).toBe(
      true,
    );
  });
});

describe("sizing", () => {
  it("never hands out more memory than there is, and everyone gets some", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 262_144 }), fc.integer({ min: 1, max: 128 }), (memory, processors) => {
        const { memory: shares, postgres, cacheBytes } = sizeStack({ memory: mebibytes(memory), processors });
        expect(shares.proxy + shares.postgres + shares.synapse).toBe(memory);
        expect(Math.min(shares.postgres, shares.synapse)).toBeGreaterThan(300);
        expect(postgres.sharedBuffersMebibytes + postgres.connections * 4).toBeLessThan(shares.postgres);
        expect(cacheBytes).toBeLessThan(shares.synapse * 2 ** 20);
      }),
    );
  });

  it("grows caches and pools with the machine", () => {
    const small = sizeStack({ memory: mebibytes(1024), processors: 1 });
    const large = sizeStack({ memory: mebibytes(16_384), processors: 8 });
    expect(large.cacheFactor).toBeGreaterThan(small.cacheFactor);
    expect(large.databaseConnections.maximum).toBeGreaterThan(small.databaseConnections.maximum);
    expect(large.postgres.sharedBuffersMebibytes).toBeGreaterThan(small.postgres.sharedBuffersMebibytes);
  });
});

function protectedVolumes({ volumes }: typeof plan): readonly string[] {
  return Object.entries(volumes)
    .filter(([, { protect }]) => protect)
    .map(([role]) => role);
}
