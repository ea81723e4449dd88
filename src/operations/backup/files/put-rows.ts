import { type ArchivedFiles, type ArchivedRows, rowsOf } from "./archived-files.ts";

/**
 * The change of Synapse's database that makes it know files again which lie on its disk: their rows and those of their thumbnails as
 * the archive has them. A file that it knows by now stays as it is. They count as read now, or a limit on how long files are kept would
 * take them the next night. What was put in quarantine since, by itself or as a copy of it, is again (Synapse, `quarantined_media_changes`).
 */
export function putRows(
  { media, thumbnails }: Pick<ArchivedFiles, "media" | "thumbnails">,
  ids: ReadonlySet<string>,
  { now, operator }: { readonly now: Date; readonly operator: string },
): string {
  return [
    ...temporary("back", "local_media_repository", rowsOf(media, ids)),
    ...temporary("back_thumbnails", "local_media_repository_thumbnails", rowsOf(thumbnails, ids)),
    `UPDATE back SET last_access_ts = ${now.getTime()};`,
    `UPDATE back SET quarantined_by = other.quarantined_by FROM local_media_repository AS other
WHERE back.quarantined_by IS NULL AND other.quarantined_by IS NOT NULL AND other.sha256 = back.sha256;`,
    `UPDATE back SET quarantined_by = '${operator}' WHERE quarantined_by IS NULL AND (SELECT quarantined
FROM quarantined_media_changes AS change WHERE change.origin IS NULL AND change.media_id = back.media_id
ORDER BY stream_id DESC LIMIT 1);`,
    "CREATE TEMPORARY TABLE made (media_id text) ON COMMIT DROP;",
    `WITH new AS (INSERT INTO local_media_repository (${listed(media)}) SELECT ${listed(media)} FROM back
ON CONFLICT DO NOTHING RETURNING media_id) INSERT INTO made SELECT media_id FROM new;`,
    ...(thumbnails.columns.length === 0
      ? []
      : [
          `INSERT INTO local_media_repository_thumbnails (${listed(thumbnails)}) SELECT ${listed(thumbnails)} FROM back_thumbnails
WHERE media_id IN (SELECT media_id FROM made) ON CONFLICT DO NOTHING;`,
        ]),
  ].join("\n");
}

function temporary(name: string, like: string, rows: ArchivedRows): readonly string[] {
  const made = `CREATE TEMPORARY TABLE ${name} (LIKE ${like} INCLUDING DEFAULTS) ON COMMIT DROP;`;
  if (rows.columns.length === 0) return [made];
  return [made, `COPY ${name} (${listed(rows)}) FROM STDIN;`, ...rows.lines, String.raw`\.`];
}

function listed({ columns }: ArchivedRows): string {
  return columns.join(", ");
}
