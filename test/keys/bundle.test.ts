import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundleKeyOf, openBundle, readBundleHead, sealBundle } from "../../src/keys/bundle.ts";
import { MasterKey } from "../../src/keys/master-key.ts";

const master = new MasterKey(new Uint8Array(32).fill(7));
const key = bundleKeyOf(master);
const other = bundleKeyOf(new MasterKey(new Uint8Array(32).fill(8)));
const at = new Date("2026-11-30T10:15:00Z");
const bytes = (text: string) => new TextEncoder().encode(text);

describe("a sealed bundle", () => {
  it("gives back what was sealed, whatever it was", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (held) => {
        expect(Buffer.from(openBundle(key, sealBundle(key, at, held)) ?? "none")).toEqual(Buffer.from(held));
      }),
    );
  });

  it("stays the same in later versions", () => {
    const sealed = Buffer.from(sealBundle(key, at, bytes("the roster"), (count) => new Uint8Array(count).fill(1)));
    expect(sealed.toString("latin1").split("\n")[0]).toBe(`chatkeep-bundle 1 ${master.id()} 2026-11-30T10:15:00.000Z`);
    expect(sealed.toString("base64")).toBe(knownAnswer);
  });

  it("is another one each time", () => {
    expect(Buffer.from(sealBundle(key, at, bytes("a")))).not.toEqual(Buffer.from(sealBundle(key, at, bytes("a"))));
  });

  it("says to anyone which master key opens it and when it was sealed, and nothing else", () => {
    const sealed = sealBundle(key, at, bytes("the roster"));
    expect(readBundleHead(sealed)).toEqual({ masterKey: master.id(), sealedAt: "2026-11-30T10:15:00.000Z" });
    expect(Buffer.from(sealed).includes("roster")).toBe(false);
  });

  it("does not open with another master key's", () => {
    expect(openBundle(other, sealBundle(key, at, bytes("a")))).toBeNull();
  });

  it("does not open once any byte of it is another one, its readable line among them", () => {
    const sealed = sealBundle(key, at, bytes("the roster"));
    for (let place = 0; place < sealed.length; place += 1) {
      const changed = Uint8Array.from(sealed);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(openBundle(key, changed)).toBeNull();
    }
  });

  it("does not open where its end is missing", () => {
    const sealed = sealBundle(key, at, bytes("the roster"));
    for (let end = 0; end < sealed.length; end += 1) expect(openBundle(key, sealed.subarray(0, end))).toBeNull();
  });
});

const knownAnswer =
  "Y2hhdGtlZXAtYnVuZGxlIDEgNDYwNTU0YmRlZjlhIDIwMjYtMTEtMzBUMTA6MTU6MDAuMDAwWgoBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQUn/2VUEpvunDH+zB8X95q5uOK7MNonriS3";
