import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** The texts of a kit's sheets, in the order of their names. */
export async function sheetTexts(folder: string): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".txt")).sort();
  return Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
}

/** What a person reads off a sheet: six rows of words, or three rows of a share. */
function rowsOn(sheet: string): readonly string[] {
  const words = sheet.match(/^ *\d+\. +[a-z]+( +\d+\. +[a-z]+){3}$/gm);
  const share = sheet.match(/^ {2}[a-z0-9]{6}( [a-z0-9]{6}){4}$/gm);
  return (words ?? share ?? []).map((row) => row.trim());
}

/** The words of a sheet alone. */
export function wordsOn(sheet: string): string {
  return rowsOn(sheet)
    .join(" ")
    .replace(/\d+\. +/g, "")
    .replace(/ +/g, " ");
}

/** The share of a sheet alone. */
export function shareOn(sheet: string): string {
  return rowsOn(sheet).join("").replaceAll(" ", "");
}

/** Every choice of three of a list. */
export function threeOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return items.flatMap((a, i) =>
    items.slice(i + 1).flatMap((b, j) => items.slice(i + j + 2).map((c) => [a, b, c] as const)),
  );
}
