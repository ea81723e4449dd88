import fc from "fast-check";
import { decodeRecoveryKey, encodeRecoveryKey } from "matrix-js-sdk/lib/crypto-api/recovery-key.js";
import { describe, expect, it } from "vitest";
import {
  looksLikeRecoveryKey,
  parseRecoveryKey,
  recoveryKeyLength,
  recoveryKeyText,
} from "../../../src/keys/members/recovery-key.ts";

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const known = Uint8Array.from({ length: 32 }, (_, index) => index);
const knownText = recoveryKeyText(known).reveal();
const isKey = (text: string) => parseRecoveryKey(text) instanceof Uint8Array;

/** What the library makes of a text. */
function decoded(text: string): Uint8Array | null {
  try {
    return decodeRecoveryKey(text);
  } catch {
    return null;
  }
}

describe("a member's recovery key", () => {
  it("is written as matrix-js-sdk writes it, and read back", () => {
    fc.assert(
      fc.property(keys, (key) => {
        const text = recoveryKeyText(key).reveal();
        expect(text).toBe(encodeRecoveryKey(key));
        expect(text.replaceAll(" ", "")).toMatch(/^Es[STU]/);
        expect(text.replaceAll(" ", "")).toHaveLength(recoveryKeyLength);
        expect(parseRecoveryKey(text)).toEqual(key);
        expect(looksLikeRecoveryKey(text)).toBe(true);
      }),
    );
  });

  it("begins with EsS, EsT or EsU at the ends of what 32 bytes can be", () => {
    const ends = [new Uint8Array(32), new Uint8Array(32).fill(0xff)].map((key) => recoveryKeyText(key).reveal());
    expect(ends.map((text) => text.slice(0, 3))).toEqual(["EsS", "EsU"]);
    expect(ends.every(isKey)).toBe(true);
  });

  it.each([
    ["without spaces", knownText.replaceAll(" ", "")],
    ["in lines", knownText.replaceAll(" ", "\n")],
    ["with spaces around it and between twice", `  ${knownText.replaceAll(" ", "  ")} \r\n`],
    ["with no-break spaces, as a document pastes it", knownText.replaceAll(" ", "\u00a0")],
    ["with hyphens", knownText.replaceAll(" ", "-")],
    ["with a mark of byte order before it", `\ufeff${knownText}`],
  ])("is read %s", (_, text) => {
    expect(parseRecoveryKey(text)).toEqual(known);
  });

  it("is taken exactly where the library takes it, one letter changed", () => {
    const places = fc.nat(recoveryKeyLength - 1);
    fc.assert(
      fc.property(keys, places, fc.constantFrom(...alphabet), (key, at, letter) => {
        const plain = recoveryKeyText(key).reveal().replaceAll(" ", "");
        const changed = plain.slice(0, at) + letter + plain.slice(at + 1);
        const found = parseRecoveryKey(changed);
        expect(found instanceof Uint8Array ? found : null).toEqual(decoded(changed));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["", [{ kind: "empty" }]],
    [knownText.slice(0, -1), [{ kind: "length", found: 47 }]],
    [`${knownText}E`, [{ kind: "length", found: 49 }]],
    [`x${knownText.slice(1)}`, [{ kind: "beginning" }]],
    [`${knownText.slice(0, 6)}0${knownText.slice(7)}`, [{ kind: "letter", letter: "0", block: 2 }]],
    [knownText.toLowerCase(), expect.arrayContaining([{ kind: "beginning" }])],
  ])("is named as mistyped, with the place: %s", (text, faults) => {
    expect(parseRecoveryKey(text)).toEqual(faults);
  });

  it("is noticed by its parity where two letters changed places, in all but few cases", () => {
    const plain = knownText.replaceAll(" ", "");
    const swaps = Array.from({ length: 44 }, (_, at) => {
      const [one = "", other = ""] = plain.slice(at + 3, at + 5);
      return plain.slice(0, at + 3) + other + one + plain.slice(at + 5);
    }).filter((text) => text !== plain);
    expect(swaps.filter((text) => !isKey(text)).length).toBeGreaterThan(40);
  });

  it.each([
    ["correct horse battery staple", false],
    ["Espresso und Kuchen im Garten, jeden Sonntag um vier", false],
    [`${knownText.slice(0, -2)}`, true],
    [knownText.toUpperCase(), true],
    [`x${knownText.slice(1)}`, true],
  ])("is told from a passphrase: %s", (text, expected) => {
    expect(looksLikeRecoveryKey(text)).toBe(expected);
  });
});
