import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MasterKey } from "../../src/keys/master-key.ts";
import { joinShares, parseShare, shareKey } from "../../src/keys/shares.ts";
import { withPart } from "../support/recovery/mistakes.ts";

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new MasterKey(bytes));
const partings = fc
  .integer({ min: 2, max: 15 })
  .chain((count) => fc.record({ count: fc.constant(count), threshold: fc.integer({ min: 2, max: count }) }));
const idOf = (found: Awaited<ReturnType<typeof joinShares>>) => (found instanceof MasterKey ? found.id() : found);
const known = new MasterKey(Uint8Array.from({ length: 32 }, (_, index) => index));

async function sharesOf(key: MasterKey, threshold: number, count: number): Promise<readonly string[]> {
  return (await shareKey(key, { threshold, count }, randomBytes)).map((share) => share.reveal());
}

/** Every choice of `size` of a list. */
function choices<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) => choices(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]));
}

describe("shares of a master key", () => {
  it("give the key back from every three of five, and from all five", async () => {
    const shares = await sharesOf(known, 3, 5);
    const sets = [...choices(shares, 3), ...choices(shares, 4), shares];
    expect(sets).toHaveLength(16);
    for (const set of sets) expect(idOf(await joinShares(set))).toBe(known.id());
  });

  it("give any key back from any choice of enough of them, in any order", async () => {
    await fc.assert(
      fc.asyncProperty(keys, partings, fc.infiniteStream(fc.nat()), async (key, { threshold, count }, draws) => {
        const shares = await sharesOf(key, threshold, count);
        const drawn = shares.map((share) => ({ share, at: draws.next().value ?? 0 })).toSorted((a, b) => a.at - b.at);
        expect(idOf(await joinShares(drawn.slice(0, threshold).map(({ share }) => share)))).toBe(key.id());
      }),
    );
  });

  it("are refused when they are too few", async () => {
    const shares = await sharesOf(known, 3, 5);
    for (const set of choices(shares, 2))
      expect(await joinShares(set)).toEqual([{ kind: "too few", found: 2, threshold: 3 }]);
  });

  it("are refused when one is given twice", async () => {
    const [one = "", two = ""] = await sharesOf(known, 3, 5);
    expect(await joinShares([one, two, one])).toEqual([
      { kind: "same share", index: 1 },
      { kind: "too few", found: 2, threshold: 3 },
    ]);
  });

  it("are refused when they are of two groups, even of one key", async () => {
    const [first, second] = [await sharesOf(known, 2, 3), await sharesOf(known, 2, 3)];
    const found = await joinShares([first[0] ?? "", second[1] ?? ""]);
    expect(found).toMatchObject([{ kind: "groups" }]);
  });

  it("are refused when they were put together so that they give another key than they were made of", async () => {
    const [first, second] = [await sharesOf(known, 2, 3), await sharesOf(new MasterKey(randomBytes(32)), 2, 3)];
    const forged = withPart(first[1] ?? "", second[1] ?? "");
    expect(await joinShares([first[0] ?? "", forged])).toMatchObject([{ kind: "commitment" }]);
  });

  it("are refused in the same way when two of them have one part", async () => {
    const [first = "", second = ""] = await sharesOf(known, 2, 3);
    expect(await joinShares([first, withPart(second, first)])).toMatchObject([{ kind: "commitment" }]);
  });

  it("have 90 letters, as many as bech32m is sure of", async () => {
    for (const share of await sharesOf(known, 3, 5)) expect(share).toMatch(/^ckshare1[02-9ac-hj-np-z]{82}$/);
  });

  it("notice every single mistyped letter", async () => {
    const [share = ""] = await sharesOf(known, 3, 5);
    const letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    for (let at = "ckshare1".length; at < share.length; at += 1)
      for (const letter of letters)
        if (share[at] !== letter)
          expect(parseShare(`${share.slice(0, at)}${letter}${share.slice(at + 1)}`)).toMatchObject({
            kind: "unreadable",
          });
  });

  it("can be typed in capitals, with spaces and hyphens", async () => {
    const [share = ""] = await sharesOf(known, 3, 5);
    const typed = share.toUpperCase().replace(/.{5}/g, "$& - ");
    expect(parseShare(typed)).toEqual(parseShare(share));
  });

  it("say which they are: group, index, threshold", async () => {
    const read = (await sharesOf(known, 3, 5)).map((share) => parseShare(share));
    expect(read.map((share) => "bytes" in share && [share.index, share.threshold])).toEqual(
      [1, 2, 3, 4, 5].map((n) => [n, 3]),
    );
    expect(new Set(read.map((share) => "bytes" in share && share.group)).size).toBe(1);
  });

  it.each([
    [1, 3],
    [4, 3],
    [2, 16],
  ])("cannot be made as %i of %i", async (threshold, count) => {
    await expect(sharesOf(known, threshold, count)).rejects.toThrow(RangeError);
  });
});
