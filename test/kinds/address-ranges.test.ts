import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inRanges } from "../../src/kinds/address-ranges.ts";

describe("address ranges", () => {
  const isListed = inRanges([
    "10.0.0.0/8",
    "100.64.0.0/10",
    "198.41.128.0/17",
    "::1/128",
    "2000::/3",
    "2a06:98c0::/29",
  ]);

  it.each([
    ["10.0.0.0", "9.255.255.255"],
    ["10.255.255.255", "11.0.0.0"],
    ["100.64.0.0", "100.63.255.255"],
    ["100.127.255.255", "100.128.0.0"],
    ["198.41.128.0", "198.41.127.255"],
    ["2000::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::"],
    ["2a06:98c7:ffff::", "2::1"],
    ["::01", "::2"],
    ["0:0:0:0:0:0:0:1", "::"],
  ])("have %s and not %s", (inside, outside) => {
    expect([isListed(inside), isListed(outside)]).toEqual([true, false]);
  });

  it("have an address however it is written", () => {
    expect([isListed("2A06:98C0:0::1"), isListed("2a06:98c0::0:1")]).toEqual([true, true]);
  });

  it("have no IPv4 address as IPv6, and nothing that is no address", () => {
    expect(["::ffff:10.0.0.1", "10.0.0", "10.0.0.1/8", "localhost", ""].filter(isListed)).toEqual([]);
  });

  it("have an IPv4 address that begins with the network's bits, and no other", () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.integer({ min: 1, max: 32 }), (network, address, bits) => {
        const isWithin = network >>> (32 - bits) === address >>> (32 - bits);
        const base = ((network >>> (32 - bits)) << (32 - bits)) >>> 0;
        expect(inRanges([`${dotted(base)}/${bits}`])(dotted(address))).toBe(isWithin);
      }),
    );
  });
});

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
}
