import { createHash } from "node:crypto";
import { join } from "node:path";
import type { UserId } from "../../../kinds/names.ts";
import type { Sheet } from "../../../render/recovery/kit.ts";
import type { Session } from "../../session.ts";

/** Writes a member's sheet, for its owner alone, and returns where: a page to print, and plain text. An earlier one of theirs is replaced. */
export async function writeMemberSheet(
  { files }: Pick<Session, "files">,
  folder: string,
  user: UserId,
  { html, text }: Sheet,
): Promise<readonly string[]> {
  const name = join(folder, sheetName(user));
  await files.write(`${name}.html`, html, 0o600);
  await files.write(`${name}.txt`, text, 0o600);
  return [`${name}.html`, `${name}.txt`];
}

/** The user name, with what has a meaning in paths written as its code; its digest, where that is too long for a file's name. */
export function sheetName(user: UserId): string {
  const name = user
    .slice(1, user.indexOf(":"))
    .replace(/[^a-z0-9._-]|^\./g, (letter) => `=${letter.charCodeAt(0).toString(16)}`);
  return name.length <= 200 ? name : createHash("sha256").update(name).digest("hex");
}
