import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { findBrowser, type Paper, printPage } from "../../../src/io/sheets/browser.ts";
import { readQrCode } from "../browser/qr-reader.ts";
import { installWhereMissing } from "../debian-package.ts";

/** A word on a page, and where: in points from the upper left corner. */
export interface PlacedWord {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One printed page: its words as the PDF has them, and a picture of it in black and white alone. */
export interface PrintedPage {
  readonly width: number;
  readonly height: number;
  readonly dotsPerInch: number;
  readonly words: readonly PlacedWord[];
  readonly picture: Picture;
}

/** Black and white: 1 is ink. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly ink: Uint8Array;
}

/** Prints a sheet by the machine's browser, and turns each page into a picture, as a printer without grey does. */
export async function printed(html: string, paper: Paper, dotsPerInch: number): Promise<readonly PrintedPage[]> {
  await installWhereMissing("/usr/bin/chromium", "chromium");
  await installWhereMissing("/usr/bin/pdftoppm", "poppler-utils");
  const browser = await findBrowser(process.env);
  if (browser === null) throw new Error("no browser was found");
  const folder = await mkdtemp(join(tmpdir(), "chatkeep-printed-"));
  try {
    const pdf = join(folder, "sheet.pdf");
    await writeFile(pdf, await printPage(browser, html, paper, folder));
    const { stdout } = await execa("pdftotext", ["-bbox", pdf, "-"]);
    await execa("pdftoppm", ["-r", String(dotsPerInch), "-gray", pdf, join(folder, "page")]);
    const pages = stdout.split("<page ").slice(1);
    return await Promise.all(
      pages.map(async (page, at) => ({
        ...boxes(page),
        dotsPerInch,
        picture: readPicture(await readFile(join(folder, `page-${at + 1}.pgm`))),
      })),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

function boxes(page: string): Omit<PrintedPage, "picture" | "dotsPerInch"> {
  const [, width = "", height = ""] = /^width="([\d.]+)" height="([\d.]+)"/.exec(page) ?? [];
  const found = page.matchAll(
    /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g,
  );
  const words = [...found].map(([, left, top, right, bottom, text = ""]) => ({
    text: text
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&apos;/g, "'")
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, "&"),
    left: Number(left),
    top: Number(top),
    right: Number(right),
    bottom: Number(bottom),
  }));
  return { width: Number(width), height: Number(height), words };
}

/** A grey picture (netpbm, pgm(5)) with every point made black or white. */
function readPicture(file: Buffer): Picture {
  const [head = "", width = "", height = ""] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(file.toString("latin1", 0, 40)) ?? [];
  const ink = Uint8Array.from(file.subarray(head.length), (grey) => (grey < 128 ? 1 : 0));
  return { width: Number(width), height: Number(height), ink };
}

/** A place on a page, in points. */
export type Box = Omit<PlacedWord, "text">;

/** The picture of a part of a page. */
export function cut({ picture, dotsPerInch }: PrintedPage, box: Box): Picture {
  const at = (points: number) => Math.round((points * dotsPerInch) / 72);
  const [left, top, wide, high] = [at(box.left), at(box.top), at(box.right - box.left), at(box.bottom - box.top)];
  const ink = new Uint8Array(wide * high);
  for (let row = 0; row < high; row++) {
    const start = (top + row) * picture.width + left;
    ink.set(picture.ink.subarray(start, start + wide), row * wide);
  }
  return { width: wide, height: high, ink };
}

/** The smallest place around several, with some room. */
export function around(places: readonly Box[], room: number): Box {
  return {
    left: Math.min(...places.map(({ left }) => left)) - room,
    top: Math.min(...places.map(({ top }) => top)) - room,
    right: Math.max(...places.map(({ right }) => right)) + room,
    bottom: Math.max(...places.map(({ bottom }) => bottom)) + room,
  };
}

/** How many points are black. */
export function inkIn({ ink }: Picture): number {
  let sum = 0;
  for (const point of ink) sum += point;
  return sum;
}

/** What a camera reads. */
export function codeIn({ width, height, ink }: Picture): string | null {
  const data = new Uint8ClampedArray(ink.length * 4).fill(255);
  for (let at = 0; at < ink.length; at++) if (ink[at] === 1) data.fill(0, at * 4, at * 4 + 3);
  return readQrCode({ data, width, height });
}

/** What a reader of text reads in a picture (tesseract, one block of text). */
export async function textIn({ width, height, ink }: Picture, dotsPerInch: number): Promise<string> {
  await installWhereMissing("/usr/bin/tesseract", "tesseract-ocr");
  const head = Buffer.from(`P5\n${width} ${height}\n255\n`);
  const input = Buffer.concat([head, Buffer.from(ink.map((point) => (point === 1 ? 0 : 255)))]);
  const env = { OMP_THREAD_LIMIT: "1" };
  return (await execa("tesseract", ["stdin", "stdout", "--psm", "6", "--dpi", String(dotsPerInch)], { input, env }))
    .stdout;
}
