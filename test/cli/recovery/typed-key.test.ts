import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { typedKey, typedShare } from "../../../src/cli/recovery/kit/typed-key.ts";
import { MasterKey } from "../../../src/keys/master-key.ts";
import { shareKey } from "../../../src/keys/shares.ts";
import { wordsOf } from "../../../src/keys/words.ts";
import { madeUpTerminal } from "../terminal/made-up-terminal.ts";

const key = new MasterKey(Uint8Array.from({ length: 32 }, (_, index) => index * 7));
const words = wordsOf(key).reveal().split(" ");
const rows = [0, 4, 8, 12, 16, 20].map((from) => words.slice(from, from + 4).join(" "));
const shares = (await shareKey(key, { threshold: 3, count: 5 }, randomBytes)).map((share) => share.reveal());
const typed = { stdin: false };

describe("a key that is typed", () => {
  it.each([
    ["as the rows of the sheet", rows, true],
    ["with the sheet's numbers", rows.map((row, at) => row.replace(/\w+/g, (word) => `${at}. ${word}`)), true],
    ["as all words at once", [words.join(" ")], true],
    ["as the shares that are needed", [shares[4], shares[0], shares[2]] as string[], false],
  ])("is read: %s", async (_, answers, asWords) => {
    const { terminal, asked = [], printed = [], noted = [] } = madeUpTerminal(answers);
    const found = await typedKey(terminal, typed);
    expect([found.key.id(), found.asWords, asked.length]).toEqual([key.id(), asWords, answers.length]);
    expect([...printed, ...noted]).toEqual([]);
  });

  it.each([
    ["a word that is not in the list", [rows[0], rows[1]?.replace(/^\w+/, "zzzz")], /^Word 5 is not in the list/],
    ["a row with a word too few", [rows[0], rows[1]?.replace(/ \w+$/, "")], /^Words 5 to 8 are needed/],
    ["words behind a share", [shares[0], rows[0]], /24 words/],
    ["a letter too many", [`${shares[0]}q`], /not readable/],
  ])("is refused at once, so that one row is typed again and not all: %s", async (_, answers, problem) => {
    const { terminal } = madeUpTerminal(answers.map(String));
    await expect(typedKey(terminal, typed)).rejects.toThrow(problem);
  });

  it("is refused at the end where the words do not belong together", async () => {
    const [first = "", second = "", ...rest] = rows;
    const { terminal } = madeUpTerminal([second, first, ...rest]);
    await expect(typedKey(terminal, typed)).rejects.toThrow("do not belong together");
  });

  it("may be one share alone, and nothing else", async () => {
    expect(await typedShare(madeUpTerminal([shares[3] ?? ""]).terminal, typed)).toMatchObject({ index: 4 });
    await expect(typedShare(madeUpTerminal([words.join(" ")]).terminal, typed)).rejects.toThrow("This is not a share");
  });
});
