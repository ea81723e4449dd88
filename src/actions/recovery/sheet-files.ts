import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { Refusal } from "../../errors.ts";
import { isUnfinished } from "../../io/machine/files.ts";
import { findBrowser, type Paper, printPage } from "../../io/sheets/browser.ts";
import type { Sheet } from "../../render/recovery/kit.ts";
import type { Session } from "../session.ts";
import { withProgress } from "../terminal.ts";

/** A sheet, and the name of its files without their ends. */
export interface NamedSheet {
  readonly name: string;
  readonly sheet: Sheet;
}

/** A file of a kit. */
export interface SheetFile {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** Where the files of a kit go, and whether as PDF too. */
interface SheetWishes {
  readonly folder: string;
  readonly pdf: Paper | null;
}

/** Refuses a folder that holds something, and removes what a run left beside it that was killed while it wrote. */
export async function prepareFolder({ files }: Pick<Session, "files">, folder: string): Promise<void> {
  const [first] = await files.list(folder);
  if (first !== undefined)
    throw new Refusal(`${folder} is not empty: it holds ${basename(first)}`, {
      next: "A kit gets a folder of its own. Print and delete what is there, or name another folder:  --folder FOLDER",
    });
  for (const path of await files.list(dirname(folder)))
    if (path.startsWith(`${folder}.`) && isUnfinished(path)) await files.remove(path);
}

/** Writes all files of a kit, or none: they get their folder's name when the last one is there. */
export async function writeSheets(
  session: Session,
  { folder, pdf }: SheetWishes,
  sheets: readonly NamedSheet[],
  copy: SheetFile | null,
): Promise<{ readonly files: readonly string[]; readonly lacksBrowser: boolean }> {
  const { files, environment } = session;
  const unfinished = `${folder}.${randomBytes(4).toString("hex")}.part`;
  const browser = pdf === null ? null : await findBrowser(environment);
  try {
    const plain = sheets.flatMap(({ name, sheet }) => [
      { name: `${name}.html`, content: sheet.html },
      { name: `${name}.txt`, content: sheet.text },
    ]);
    for (const { name, content } of [...plain, ...(copy === null ? [] : [copy])])
      await files.write(join(unfinished, name), content, 0o600);
    const printed = pdf === null || browser === null ? [] : await print(session, browser, pdf, unfinished, sheets);
    await files.move(unfinished, folder);
    const names = [...plain, ...printed, ...(copy === null ? [] : [copy])].map(({ name }) => name);
    return { files: names.map((name) => join(folder, name)), lacksBrowser: pdf !== null && browser === null };
  } catch (error) {
    await files.remove(unfinished);
    throw error;
  }
}

function print(
  { files, terminal }: Session,
  browser: string,
  paper: Paper,
  folder: string,
  sheets: readonly NamedSheet[],
): Promise<readonly { readonly name: string }[]> {
  return withProgress(terminal, "printing", async (line) => {
    const printed: { name: string }[] = [];
    for (const [at, { name, sheet }] of sheets.entries()) {
      line.say(`printing sheet ${at + 1} of ${sheets.length}`);
      await files.write(join(folder, `${name}.pdf`), await printPage(browser, sheet.html, paper, folder), 0o600);
      printed.push({ name: `${name}.pdf` });
    }
    return printed;
  });
}
