import { type ListedArchives, listArchives } from "../../actions/backup/run/list.ts";
import { onThisStack, type StackOptions } from "../../actions/session.ts";
import { formatAge, formatBytes } from "../../operations/backup/run/ages.ts";
import { type Archive, newestWhole } from "../../operations/backup/run/archives.ts";
import { columns } from "../../render/columns.ts";
import { beginSession } from "../session.ts";

/** Lists the archives; 3 where none can be restored. */
export async function list(options: StackOptions): Promise<number> {
  const session = beginSession("backup list", options);
  const { terminal, stack, clock } = session;
  const found = await listArchives(session);
  terminal.result(
    options.json ? JSON.stringify({ version: 1, stack, ...found }) : showArchives(found, stack, clock.now()),
  );
  return newestWhole(found.archives) === null ? 3 : 0;
}

/** The archives as a table. */
export function showArchives({ archives, size }: ListedArchives, stack: string, now: Date): string {
  if (archives.length === 0)
    return `There is no archive of ${stack} in the repository. Make one:  ${onThisStack("backup now", stack)}`;
  const table = columns([["ARCHIVE", "AGE", "SIZE", "NEW", "STATE"], ...archives.map((each) => rowOf(each, now))]);
  return [...table, "", `The repository takes ${formatBytes(size)}.`].join("\n");
}

function rowOf({ id, at, bytes, added, missing }: Archive, now: Date): readonly string[] {
  const size = (count: number | null) => (count === null ? "-" : formatBytes(count));
  const state = missing.length === 0 ? "whole" : `unfinished: without ${missing.join(" and ")}`;
  return [id, formatAge(now.getTime() - Date.parse(at)), size(bytes), size(added), state];
}
