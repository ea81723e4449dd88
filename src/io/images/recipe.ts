import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder images/NAME of this checkout. */
export function recipeFolder(name: string): string {
  return fileURLToPath(new URL(`../../../images/${name}`, import.meta.url));
}

/** Digest of every file name and content in a recipe's folder, the same on every machine. */
export async function recipeDigest(folder: string): Promise<string> {
  const hash = createHash("sha256");
  for (const path of await recipeFiles(folder)) {
    const content = await readFile(join(folder, path));
    hash.update(`${path.split(sep).join("/")}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

async function recipeFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}
