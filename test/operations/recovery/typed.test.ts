import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { MasterKey } from "../../../src/keys/master-key.ts";
import { shareKey } from "../../../src/keys/shares.ts";
import { wordsOf } from "../../../src/keys/words.ts";
import { decideParting } from "../../../src/operations/recovery/parting.ts";
import { readAll, readTyped } from "../../../src/operations/recovery/typed.ts";

const key = new MasterKey(new Uint8Array(32).fill(0x80));
const words = wordsOf(key).reveal();
const shares = (await shareKey(key, { threshold: 2, count: 3 }, randomBytes)).map((share) => share.reveal());
const others = (await shareKey(key, { threshold: 2, count: 3 }, randomBytes)).map((share) => share.reveal());

/** A share whose last letter is another one. */
function mistyped(share: string): string {
  return share.replace(/.$/, (last) => (last === "q" ? "p" : "q"));
}

async function problemsOf(text: string): Promise<readonly string[]> {
  const found = await readAll(text);
  return found instanceof MasterKey ? [] : found.problems;
}

describe("what is typed of a recovery kit", () => {
  it.each([
    ["words on one line", words],
    ["words on many lines", words.replaceAll(" ", "\n")],
    ["shares, one a line", `${shares[2]}\n${shares[0]}\n`],
    ["shares in capitals with spaces", `${shares[1]?.toUpperCase().replace(/.{6}/g, "$& ")}\n\n${shares[0]}`],
  ])("is the key: %s", async (_, text) => {
    const found = await readAll(text);
    expect(found instanceof MasterKey && found.id()).toBe(key.id());
  });

  it.each([
    ["", ["A master key has 24 words, these are 0"]],
    [
      words.replace("cage", "cadge"),
      ["Word 3 is not in the list of words: compare it with the sheet, letter by letter"],
    ],
    [
      words.replace("letter advice", "advice letter"),
      ["All words are in the list, but they do not belong together: one is wrong, or two changed places"],
    ],
    [shares[0] ?? "", ["2 shares are needed, 1 was given"]],
    [`${shares[0]}\n${shares[0]}`, ["Share 1 of the group was given twice", "2 shares are needed, 1 was given"]],
    [
      `${mistyped(shares[0] ?? "")}\n${shares[1]}`,
      [expect.stringMatching(/^Share 1 is not readable/), "2 shares are needed, 1 was given"],
    ],
    [
      `${shares[0]}\n${others[1]}`,
      [expect.stringMatching(/^The shares are of different groups, [0-9a-f]{8} and [0-9a-f]{8}/)],
    ],
  ])("is refused with the reason: %#", async (text, problems) => {
    expect(await problemsOf(text)).toEqual(problems);
  });

  it("tells a share from words, and says how many more it takes", () => {
    expect(readTyped(shares[0] ?? "")).toMatchObject({ share: { threshold: 2, index: 1 } });
    expect(readTyped(words)).toBeInstanceOf(MasterKey);
    expect(readTyped("ckshare1qqq")).toHaveProperty("problems");
  });
});

describe("how a key is parted", () => {
  const said = (holders: readonly string[] | null, threshold: number | null) => {
    try {
      return decideParting(holders, threshold);
    } catch (error) {
      return error instanceof Error ? error.message.split("\n") : error;
    }
  };

  it("is not, where no one is named", () => expect(said(null, null)).toBeNull());

  it.each([
    [2, 2],
    [3, 2],
    [4, 3],
    [5, 3],
    [15, 8],
  ])("takes more than half of %i shares where nothing else is said", (count, threshold) => {
    const holders = Array.from({ length: count }, (_, at) => `person ${at}`);
    expect(said(holders, null)).toEqual({ holders: holders.map((name) => ({ name, userId: null })), threshold });
  });

  it.each([
    ["Ana Sol @ana:acme.example", { name: "Ana Sol", userId: "@ana:acme.example" }],
    ["آنا (@anna:acme.example:8448)", { name: "آنا", userId: "@anna:acme.example:8448" }],
    ["@ana:acme.example", { name: "", userId: "@ana:acme.example" }],
    ["Ana <ana@acme.example>", { name: "Ana <ana@acme.example>", userId: null }],
  ])("reads who a holder is: %s", (text, holder) => {
    expect(said([text, "Ben"], null)).toMatchObject({ holders: [holder, { name: "Ben", userId: null }] });
  });

  it("refuses names that would change the text around them", () => {
    for (const name of ["Ana\nBen", "\u202eanA", "Ana\u2066"])
      expect(said([name, "Ben"], null)).toEqual([expect.stringContaining("characters that are not printed")]);
  });

  it("names everything wrong at once", () => {
    expect(said(["Ana", "Ana", ""], 4)).toHaveLength(3);
    expect(said(["Ana"], null)).toEqual(["--share: 1 people are named. Name 2 to 15, each with a --share of its own."]);
    expect(said(null, 3)).toHaveLength(1);
    expect(said(["Ana", "Ben"], 1)).toEqual(["--threshold: 1 of 2 shares. Write a number from 2 to 2."]);
  });
});
