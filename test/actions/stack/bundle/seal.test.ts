import { describe, expect, it } from "vitest";
import { openedBundle, sealedBundle } from "../../../../src/actions/stack/bundle/seal.ts";
import { bundleKeyOf } from "../../../../src/keys/bundle.ts";
import { MasterKey } from "../../../../src/keys/master-key.ts";
import { type Bundle, earlierKeyOf } from "../../../../src/operations/backup/bundle/bundle.ts";

const masterOf = (byte: number) => new MasterKey(new Uint8Array(32).fill(byte));
const [first, second, third] = [masterOf(1), masterOf(2), masterOf(3)];

function bundleAt(day: number, earlier: readonly MasterKey[] = []): Bundle {
  return {
    stack: "acme",
    chatkeep: "1.2.0",
    sealedAt: `2026-11-0${day}T10:15:00.000Z`,
    files: { stackFile: `of day ${day}` },
    reports: {},
    certificateFiles: {},
    configuration: {},
    earlierKeys: earlier.map(earlierKeyOf),
  };
}

const sealedBy = (master: MasterKey, bundle: Bundle) => sealedBundle(bundleKeyOf(master), bundle);

describe("the bundle of an archive", () => {
  it("opens with the master key that sealed it", async () => {
    expect(await openedBundle(first, await sealedBy(first, bundleAt(1)))).toEqual(bundleAt(1));
  });

  it("opens with a later master key, through the newest archive", async () => {
    const [one, two] = await Promise.all([sealedBy(first, bundleAt(1)), sealedBy(second, bundleAt(2, [first]))]);
    const newest = await sealedBy(third, bundleAt(3, [first, second]));
    expect((await openedBundle(third, one, newest)).files.stackFile).toBe("of day 1");
    expect((await openedBundle(third, two, newest)).files.stackFile).toBe("of day 2");
  });

  it("names the key that opens it where neither the words nor the newest archive do", async () => {
    const one = await sealedBy(first, bundleAt(1));
    const named = new RegExp(`sealed under the master key ${first.id()}, and the words are those of ${third.id()}`);
    await expect(openedBundle(third, one)).rejects.toThrow(named);
    await expect(openedBundle(third, one, await sealedBy(third, bundleAt(3)))).rejects.toThrow(named);
  });

  it("is said to be damaged where a byte of it is another one, where it is cut off, and where it is none", async () => {
    const sealed = await sealedBy(first, bundleAt(1));
    const changed = Uint8Array.from(sealed);
    changed[sealed.length - 20] = (changed[sealed.length - 20] ?? 0) ^ 1;
    for (const damaged of [changed, sealed.subarray(0, -1), sealed.subarray(10), new Uint8Array()])
      await expect(openedBundle(first, damaged)).rejects.toThrow("cannot be opened");
  });
});
