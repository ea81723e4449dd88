import { backupNow } from "../../actions/backup/run/now.ts";
import type { StackOptions } from "../../actions/session.ts";
import { formatBytes } from "../../operations/backup/run/ages.ts";
import type { MadeResult } from "../../operations/backup/run/results.ts";
import { beginSession } from "../session.ts";

/** Makes an archive and says what it holds. */
export async function now(options: StackOptions): Promise<number> {
  const session = beginSession("backup now", options);
  const { terminal, stack } = session;
  const made = await backupNow(session, (line) => terminal.note(line));
  terminal.result(options.json ? JSON.stringify({ version: 1, stack, ...made }) : showMade(made));
  return 0;
}

/** What was made, for a person. */
export function showMade({ archive, snapshotAt, seconds, bytes, added, missingMedia }: MadeResult): string {
  const missing =
    missingMedia === 0
      ? []
      : [`${missingMedia} uploaded files that the database names were not there: deleted meanwhile, or lost before.`];
  return [
    `Made the archive ${archive} in ${seconds} s: ${formatBytes(bytes)}, of which ${formatBytes(added)} were new.`,
    `It holds everything until ${snapshotAt.slice(0, 19).replace("T", " ")} UTC.`,
    ...missing,
  ].join("\n");
}
