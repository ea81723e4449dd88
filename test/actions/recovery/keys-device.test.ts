import { expect, it } from "vitest";
import { keysDeviceId } from "../../../src/actions/recovery/export/export-keys.ts";

it("an export of keys has one device for each file on each machine, so that two at once keep their sessions and a later one finds what a killed one left", () => {
  const id = keysDeviceId("laptop", "/home/ana/keys.txt");
  expect(id).toMatch(/^CHATKEEPEXPORTKEYS[0-9A-F]{8}$/);
  expect(keysDeviceId("laptop", "/home/ana/keys.txt")).toBe(id);
  expect(keysDeviceId("laptop", "/home/ana/others.txt")).not.toBe(id);
  expect(keysDeviceId("desktop", "/home/ana/keys.txt")).not.toBe(id);
});
