import { describe, expect, inject, it } from "vitest";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import type { Paper } from "../../../src/io/sheets/browser.ts";
import { MasterKey } from "../../../src/keys/master-key.ts";
import { shareKey } from "../../../src/keys/shares.ts";
import { parseWords, wordsOf } from "../../../src/keys/words.ts";
import { decideParting } from "../../../src/operations/recovery/parting.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { renderKit } from "../../../src/render/recovery/kit.ts";
import type { Kit, KitSecret } from "../../../src/render/recovery/kit-contents.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { accessibilityProblems, openBrowser } from "../../support/browser/browser.ts";
import {
  around,
  codeIn,
  cut,
  inkIn,
  type PlacedWord,
  type PrintedPage,
  printed,
  textIn,
} from "../../support/recovery/printed-page.ts";
import { sample } from "../../support/sample.ts";

const key = new MasterKey(Uint8Array.from({ length: 32 }, (_, index) => index * 7));
const words = wordsOf(key).reveal();
/** 5 mm in points: what printers leave white. */
const margin = 14;
const papers: readonly Paper[] = ["A4", "letter"];
const points = { A4: [595, 842], letter: [612, 792] } as const;

/** Everything at its longest: what could be cut is. */
function kitOf(secret: KitSecret): Kit {
  const name = `${"a".repeat(60)}.${"b".repeat(60)}.example.org`;
  const retiredSigningKeys = [1, 2, 3].map((nth) => ({
    keyId: `ed25519:ck_0000000${nth}`,
    publicKey: "Noi6WqcDj0QmPxCNQqgezwTlBKrfqehY1u2FyWP9uYw",
    expired: 1_700_000_000_000 + nth,
  }));
  const epochs = { signingKey: 3, turnSharedSecret: 12, macaroonSecretKey: 1 };
  const folder = `/home/administrator/${"a-long-folder-name/".repeat(6)}`;
  return {
    plan: decidePlan("acme", exampleSettings({ serverName: name, epochs, retiredSigningKeys })),
    date: "2026-11-29",
    version: "10.11.12",
    keyId: key.id(),
    signingKeyId: "ed25519:ck_1f0e9a2b",
    evidenceKey: "PWUOkVzl1JRAweBfOqyzGcjMEm4uNzQMkUMTNvYjcWM",
    carriesPepper: true,
    places: { stackFile: `${folder}Pulumi.acme.yaml`, state: folder, journal: `${folder}journal.jsonl`, roster: null },
    secret,
  };
}

const sheetOf = (secret: KitSecret) => renderKit(kitOf(secret), readTemplates());

async function shareFor(name: string): Promise<{ readonly sheet: ReturnType<typeof sheetOf>; readonly share: string }> {
  const { holders = [], threshold = 2 } = decideParting([name, "Ben", "Cleo"], 2) ?? {};
  const [share] = await shareKey(key, { threshold, count: 3 }, (count) => new Uint8Array(count).fill(5));
  const [holder] = holders;
  if (share === undefined || holder === undefined) throw new Error("no share");
  const of = { group: "05050505", index: 1, count: 3, threshold, commitment: key.shareCommitment("05050505") };
  return { sheet: sheetOf({ kind: "share", share, holder, of }), share: share.reveal() };
}

/** All that the plain text says must be on the pages, and nothing may reach the edge that printers leave white. */
function expectWhole(pages: readonly PrintedPage[], text: string, paper: Paper): void {
  const onPages = pages.flatMap((page) => page.words.map((word) => word.text)).join("");
  for (const said of text
    .toLowerCase()
    .split(/\s+/)
    .filter((each) => /^[a-z0-9]{3,}$/.test(each)))
    expect(onPages.toLowerCase()).toContain(said);
  for (const page of pages) {
    const { picture, width, height, words: placed } = page;
    expect([width, height].map(Math.round)).toEqual(points[paper]);
    const inside = { left: margin, top: margin, right: width - margin, bottom: height - margin };
    expect(inkIn(cut(page, inside))).toBe(inkIn(picture));
    for (const { left, right, top, bottom } of placed)
      expect(left > margin && top > margin && right < width - margin && bottom < height - margin).toBe(true);
  }
}

function wordsBetween({ words: placed }: PrintedPage, from: string, to: string): readonly PlacedWord[] {
  const at = (text: string) => placed.findIndex((word) => word.text === text);
  return placed.slice(at(from), at(to) + 1);
}

const holders = [
  ["آنا السيد @anna:acme.example.org", "A4"],
  ["安娜 @anna:acme.example.org", "letter"],
  ["अनीता शर्मा @anita:acme.example.org", "A4"],
  ["👩🏽‍💻 Ana 🦊 @ana:acme.example.org", "letter"],
] as const;

for (const tests of sample("sheets that are printed", [printedKits, printedShares], 1)) tests();

describe("a sheet on a screen", () => {
  it("has nothing that axe finds wrong, and fits on a phone", async () => {
    await using opened = await openBrowser(inject("keysStack"));
    const page = await opened.browser.newPage({ viewport: { width: 390, height: 844 } });
    const { sheet } = await shareFor("آنا السيد @anna:acme.example.org");
    for (const { html } of [sheetOf({ kind: "words", words: wordsOf(key) }), sheet]) {
      await page.setContent(html);
      expect(await accessibilityProblems(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
    }
  });
});

function printedKits(): void {
  describe.each(sample("papers", papers, 1))("a recovery kit printed on %s", (paper) => {
    it("is read by eye and by camera, in black and white, and nothing of it is cut", async () => {
      const { html, text } = sheetOf({ kind: "words", words: wordsOf(key) });
      const pages = await printed(html, paper, 300); // for the reader of text
      const [first] = pages;
      if (first === undefined) throw new Error("no page");
      expectWhole(pages, text, paper);
      const placed = wordsBetween(first, "1.", words.split(" ").at(-1) ?? "");
      const box = around(placed, 4);
      const beside = { left: box.right, top: box.top - 20, right: first.width - margin, bottom: box.bottom + 60 };
      expect(codeIn(cut(first, beside))).toBe(words);
      const read = await textIn(cut(first, box), first.dotsPerInch);
      expect((read.match(/[a-z]{3,}/g) ?? []).join(" ")).toBe(words);
      const typed = parseWords(placed.map((each) => each.text).join(" "));
      expect(typed instanceof MasterKey && typed.id()).toBe(key.id());
      const ids = first.words.filter((each) => each.text === key.id());
      expect(Math.min(...ids.map((each) => Math.abs(each.top - box.bottom)))).toBeLessThan(30);
    });
  });
}

function printedShares(): void {
  describe("a share printed for", () => {
    it.each(sample("holders' names", holders, 1))(
      "%s on %s has the name beside the user id, and is read by camera",
      async (name, paper) => {
        const { sheet, share } = await shareFor(name);
        const pages = await printed(sheet.html, paper, 150);
        const [first] = pages;
        if (first === undefined) throw new Error("no page");
        expectWhole(pages, sheet.text, paper);
        expect(codeIn(first.picture)?.toLowerCase()).toBe(share);
        expect(first.words.map((each) => each.text).join("")).toContain(share);
        const start = first.words.find((each) => each.text === "For");
        const id = first.words.find((each) => each.text === name.split(" ").at(-1));
        if (start === undefined || id === undefined)
          throw new Error(`the user id is not in ${first.words.map(({ text }) => text)}`);
        expect(Math.abs(start.bottom - id.bottom)).toBeLessThan(8);
        const gap = cut(first, { ...id, left: start.right + 2, right: id.left - 2 });
        expect(inkIn(gap)).toBeGreaterThan(100);
      },
    );
  });
}
