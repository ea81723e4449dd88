import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MasterKey } from "../../src/keys/master-key.ts";
import { parseWords, wordsOf } from "../../src/keys/words.ts";

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new MasterKey(bytes));
const idOf = (found: ReturnType<typeof parseWords>) => (found instanceof MasterKey ? found.id() : found);

describe("a master key as words", () => {
  it("is the words that BIP-39's own test vectors have for these bytes", () => {
    expect(wordsOf(new MasterKey(new Uint8Array(32))).reveal()).toBe(`${"abandon ".repeat(23)}art`);
    expect(wordsOf(new MasterKey(new Uint8Array(32).fill(0x80))).reveal()).toBe(
      "letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic avoid letter advice cage absurd amount doctor acoustic bless",
    );
  });

  it("comes back from its words", () => {
    fc.assert(
      fc.property(keys, (key) => {
        expect(idOf(parseWords(wordsOf(key).reveal()))).toBe(key.id());
      }),
    );
  });

  it("comes back from words in capitals, in lines, with the numbers of the sheet", () => {
    fc.assert(
      fc.property(keys, (key) => {
        const typed = wordsOf(key)
          .reveal()
          .split(" ")
          .map((word, index) => `${index + 1}. ${word.toUpperCase()}${index % 4 === 3 ? "\n" : "  "}`)
          .join("");
        expect(idOf(parseWords(typed))).toBe(key.id());
      }),
    );
  });

  it("says which words are not in the list, and repeats none", () => {
    const words = wordsOf(new MasterKey(new Uint8Array(32).fill(0x80)))
      .reveal()
      .split(" ");
    expect(parseWords(words.with(2, "cadge").with(7, "avoyd").join(" "))).toEqual([
      { kind: "unknown", nth: 3 },
      { kind: "unknown", nth: 8 },
    ]);
  });

  it("says how many words there were", () => {
    expect(parseWords("abandon ability able")).toEqual([{ kind: "count", found: 3 }]);
    expect(parseWords("")).toEqual([{ kind: "count", found: 0 }]);
  });

  it("never gives the same key for two words that changed places", () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 0, max: 22 }), (key, at) => {
        const words = wordsOf(key).reveal().split(" ");
        const [one = "", other = ""] = words.slice(at, at + 2);
        fc.pre(one !== other);
        expect(
          idOf(
            parseWords(
              words
                .with(at, other)
                .with(at + 1, one)
                .join(" "),
            ),
          ),
        ).not.toBe(key.id());
      }),
    );
  });
});
