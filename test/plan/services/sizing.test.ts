import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mebibytes } from "../../../src/kinds/size.ts";
import { sizeStack } from "../../../src/plan/services/sizing.ts";
import { exampleSettings } from "../example-settings.ts";

describe("sizing", () => {
  it("never hands out more memory than there is, and everyone gets some", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 262_144 }), fc.integer({ min: 1, max: 128 }), (memory, processors) => {
        const {
          memory: shares,
          postgres,
          cacheBytes,
          picturePixels,
        } = sizeStack({ ...exampleSettings(), memory: mebibytes(memory), processors, calls: null });
        expect(Object.values(shares).reduce((sum, each) => sum + each)).toBe(memory);
        expect(Math.min(shares.postgres, shares.synapse)).toBeGreaterThan(300);
        expect(postgres.sharedBuffersMebibytes + postgres.connections * 4).toBeLessThan(shares.postgres);
        // Synapse itself and its caches, and one picture in the format that takes the most (templates/synapse/pictures.py).
        expect(cacheBytes + picturePixels * 13).toBeLessThan(shares.synapse * 2 ** 20 * 0.85);
        expect(picturePixels).toBeGreaterThan(4032 * 3024); // what telephones take
      }),
    );
  });

  it("lets the proxy run through a change of memory, save across one step", () => {
    const proxyOf = (memory: number) =>
      sizeStack({ ...exampleSettings(), memory: mebibytes(memory), processors: 1, calls: null }).memory.proxy;
    expect([1024, 1535, 1536, 2048, 262_144].map(proxyOf)).toEqual([256, 256, 320, 320, 320]);
  });

  it("grows caches and pools with the machine", () => {
    const small = sizeStack({ ...exampleSettings(), memory: mebibytes(1024), processors: 1, calls: null });
    const large = sizeStack({ ...exampleSettings(), memory: mebibytes(16_384), processors: 8, calls: null });
    expect(large.cacheFactor).toBeGreaterThan(small.cacheFactor);
    expect(large.databaseConnections.maximum).toBeGreaterThan(small.databaseConnections.maximum);
    expect(large.postgres.sharedBuffersMebibytes).toBeGreaterThan(small.postgres.sharedBuffersMebibytes);
  });
});
