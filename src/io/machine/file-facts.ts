import { createHash } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import type { FileFacts } from "../../kinds/file-facts.ts";

/** How much of its beginning tells what kind of file it is. */
const telling = 1_024;

/** What is at a path below a folder. Links are followed where they stay in it, and nothing is opened but a file of at most `most` bytes. */
export async function factsOfFile(folder: string, path: string, most: number): Promise<FileFacts> {
  try {
    const [base, real] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    if (!`${real}${sep}`.startsWith(`${base}${sep}`)) return { kind: "outside" };
    const found = await stat(real);
    if (!found.isFile()) return { kind: "no-file" };
    if (found.size > most) return { kind: "too-large", bytes: found.size };
    const bytes = await readFile(real);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { kind: "file", bytes: bytes.length, beginning: bytes.subarray(0, telling), sha256 };
  } catch (error) {
    const why = codeOf(error);
    return isAbsent(why) ? { kind: "nothing" } : { kind: "unreadable", why };
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  throw error;
}

/** A link that leads nowhere too; a name that is too long cannot be there (path_resolution(7)). */
function isAbsent(code: string): boolean {
  return code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG";
}
