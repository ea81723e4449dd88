import { resolve } from "node:path";
import { restoreFiles } from "../../actions/backup/restore/files/restore-files.ts";
import type { StackOptions } from "../../actions/session.ts";
import { beginSession } from "../session.ts";
import { agreed } from "../up/consent.ts";
import { filesJson, showFilesPlan, showFilesRestored } from "./restore-files-text.ts";

/** How `restore --file` is called. */
export interface FileOptions extends StackOptions {
  readonly file: string;
  readonly to?: string;
  readonly archive?: string;
  readonly yes: boolean;
}

/** Brings files back while the server runs; 3 where the archive does not have some of them, or has other bytes than it names. */
export async function restoreFilesOf(options: FileOptions): Promise<number> {
  const { file, to, archive = null } = options;
  const session = beginSession("restore", options);
  const { terminal } = session;
  const folder = to === undefined ? null : resolve(to);
  const done = await restoreFiles(session, { file, archive, folder }, (plan) => {
    terminal.note(showFilesPlan(plan));
    const count = plan.chosen.length === 1 ? "this file" : `these ${plan.chosen.length} files`;
    return agreed(terminal, options, folder === null ? `Put back ${count}?` : `Write ${count} into ${folder}?`);
  });
  if (done === null) return 1;
  terminal.result(options.json ? filesJson(session.stack, done) : showFilesRestored(done));
  const isWhole = done.differing.length === 0 && done.files.every(({ fate }) => fate !== "missing");
  return isWhole ? 0 : 3;
}
