import { fieldsOf } from "../../../kinds/json.ts";

/** What Synapse was still to do when an archive was made. */
export interface Pending {
  /** Deletions and other work that waited or was under way, by Synapse's name for it, with the room or the member. */
  readonly tasks: readonly string[];
  /** Messages that members had delayed until a moment that is over; they are not sent. */
  readonly overdue: number;
}

/** Reads it among what the filler's scripts printed (templates/backup/restore/observed.sql). Archives of earlier versions have none of it. */
export function pendingFrom(lines: readonly unknown[]): Pending {
  const all = lines.map(fieldsOf);
  const tasks = all.flatMap(({ tasks: listed }) => (Array.isArray(listed) ? listed.map(fieldsOf) : []));
  return {
    tasks: tasks.map(({ action, of }) => `${action}${of === "" ? "" : ` ${of}`}`),
    overdue: all.reduce((sum, { overdue }) => sum + (typeof overdue === "number" ? overdue : 0), 0),
  };
}

/** Work that takes something away from members (Synapse's handlers' names for scheduled tasks); the rest is housekeeping. */
const deleting = /^\S*(purge|redact)/;

/**
 * What to say of it, a line each. On an empty machine the deletions were wanted, and continue; in place after a mistake a deletion may be the
 * mistake itself, so they are dropped.
 */
export function pendingLines({ tasks, overdue }: Pending, dropDeletions: boolean): readonly string[] {
  const deletions = tasks.filter((task) => deleting.test(task)).join(", ");
  const found = dropDeletions
    ? `Deletions that were under way at the time of the archive are dropped: ${deletions}.`
    : `Synapse continues the deletions that were under way at the time of the archive: ${deletions}.`;
  return [
    ...(deletions === "" ? [] : [found]),
    ...(overdue === 0 ? [] : [`${overdue} delayed messages are not sent, because their time is over.`]),
  ];
}
