import { readFile } from "node:fs/promises";

/** What a small JSON file says; null when it is missing or half written. */
export async function readJson(path) {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch {
    return null;
  }
}
