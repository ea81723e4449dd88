import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { deriveRecoveryKeyFromPassphrase } from "matrix-js-sdk/lib/crypto-api/key-passphrase.js";
import { calculateKeyCheck } from "matrix-js-sdk/lib/secret-storage.js";
import { describe, expect, it } from "vitest";
import {
  checkValueOf,
  fits,
  type KeyDescription,
  keyFromPassphrase,
  mostIterations,
  parseKeyDescription,
  storageAlgorithm,
} from "../../../src/keys/members/secret-storage.ts";

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const key = Uint8Array.from({ length: 32 }, (_, index) => index);
const other = new Uint8Array(32);

function described(check: KeyDescription["check"], algorithm = storageAlgorithm): KeyDescription {
  return { id: "one", name: null, algorithm, check, passphrase: null };
}

/** The last bit of a text's bytes changed. */
function flipped(base64: string): string {
  const all = Buffer.from(base64, "base64");
  all.writeUInt8(all.readUInt8(0) ^ 1, 0);
  return all.toString("base64");
}

describe("a check value", () => {
  it("is the one that matrix-js-sdk calculates", async () => {
    await fc.assert(
      fc.asyncProperty(bytes, async (any) => {
        const { iv, mac } = await calculateKeyCheck(any);
        expect(checkValueOf(any, Buffer.from(iv, "base64"))).toEqual({ iv, mac });
        expect(fits(any, described({ iv, mac }))).toBe("right");
      }),
      { numRuns: 25 },
    );
  });

  it("tells every other key, and every changed bit", () => {
    const check = checkValueOf(key, randomBytes(16));
    expect(fits(other, described(check))).toBe("wrong");
    expect(fits(key, described({ ...check, mac: flipped(check.mac) }))).toBe("wrong");
    expect(fits(key, described({ ...check, iv: flipped(check.iv) }))).toBe("wrong");
  });

  it("is read without its padding, as some clients write it", () => {
    const { iv, mac } = checkValueOf(key, randomBytes(16));
    expect(fits(key, described({ iv: iv.replace(/=+$/, ""), mac: mac.replace(/=+$/, "") }))).toBe("right");
  });

  it.each([
    ["is missing: the library would take any key then", described(null)],
    ["is of another algorithm", described(checkValueOf(key, randomBytes(16)), "m.other")],
    ["is cut off", described({ iv: "AAAA", mac: "AAAA" })],
  ])("tells nothing where it %s", (_, description) => {
    expect(fits(key, description)).toBe("unknown");
  });
});

describe("a passphrase", () => {
  it("gives the key that matrix-js-sdk gives", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, unit: "grapheme" }),
        fc.string({ minLength: 1 }),
        async (text, salt) => {
          const derivation = { algorithm: "m.pbkdf2", iterations: 3, salt, bits: 256 };
          const expected = await deriveRecoveryKeyFromPassphrase(text, salt, 3);
          expect(Buffer.from((await keyFromPassphrase(text, derivation)) ?? "")).toEqual(Buffer.from(expected));
        },
      ),
      { numRuns: 25 },
    );
  });

  it.each([
    { algorithm: "m.other", iterations: 3, salt: "s", bits: 256 },
    { algorithm: "m.pbkdf2", iterations: mostIterations + 1, salt: "s", bits: 256 },
    { algorithm: "m.pbkdf2", iterations: 0.5, salt: "s", bits: 256 },
    { algorithm: "m.pbkdf2", iterations: 3, salt: "s", bits: 8 },
  ])("gives none where its way is not known, or would only keep the machine busy: %o", async (derivation) => {
    expect(await keyFromPassphrase("words", derivation)).toBeNull();
  });
});

describe("a key's description", () => {
  it("takes over what it knows and nothing else", () => {
    const passphrase = { algorithm: "m.pbkdf2", iterations: 500_000, salt: "salt" };
    const content = { algorithm: storageAlgorithm, name: "", iv: "aa", mac: "bb", passphrase, ciphertext: "no" };
    expect(parseKeyDescription("one", content)).toEqual({
      id: "one",
      name: null,
      algorithm: storageAlgorithm,
      check: { iv: "aa", mac: "bb" },
      passphrase: { ...passphrase, bits: 256 },
    });
  });

  it("is never trusted to be of the right types", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.record({ iv: fc.jsonValue(), mac: fc.jsonValue(), passphrase: fc.jsonValue() }),
        (any, parts) => {
          expect(fits(key, parseKeyDescription("one", any))).toBe("unknown");
          expect(fits(key, parseKeyDescription("one", { ...parts, algorithm: storageAlgorithm }))).not.toBe("right");
        },
      ),
    );
  });
});
