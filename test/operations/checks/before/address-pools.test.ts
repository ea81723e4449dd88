import { expect, it } from "vitest";
import { freePools } from "../../../../src/operations/checks/before/address-pools.ts";

const sixteens = Array.from({ length: 15 }, (_, index) => `172.${17 + index}.0.0/16`);
const twenties = Array.from({ length: 16 }, (_, index) => `192.168.${index * 16}.0/20`);

it("an engine has addresses for thirty-one networks, less those that it has and those that others' ranges cover", () => {
  expect(freePools(null, [])).toBe(31);
  expect(freePools(null, ["172.17.0.0/16", "10.99.0.0/24"])).toBe(30);
  expect(freePools(null, ["192.168.1.0/24", "172.16.0.0/12"])).toBe(15);
  expect(freePools(null, [...sixteens, ...twenties])).toBe(0);
});

it("an engine with ranges of its own has as many as they give", () => {
  expect(freePools([{ base: "10.10.0.0/23", size: 24 }], ["10.10.1.0/24"])).toBe(1);
  expect(freePools([{ base: "10.0.0.0/8", size: 24 }], [])).toBe(64);
  expect(freePools([{ base: "fd00::/48", size: 64 }], [])).toBe(0);
});
