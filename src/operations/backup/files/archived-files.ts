import { VaultError } from "../../../errors.ts";

/** Rows of one table of an archive's dump, as COPY wrote them. */
export interface ArchivedRows {
  readonly columns: readonly string[];
  /** Each as the dump has it. */
  readonly lines: readonly string[];
}

/** An uploaded file, by its row in an archive. */
export interface ArchivedFile {
  readonly id: string;
  /** What the member called it; null in encrypted rooms, where the app tells no one. */
  readonly name: string | null;
  readonly type: string;
  readonly bytes: number;
  readonly user: string;
  /** ISO 8601, in UTC. */
  readonly uploaded: string;
  readonly sha256: string | null;
  readonly isQuarantined: boolean;
}

/** What an archive says of uploaded files: as the dump has it, and what that means. */
export interface ArchivedFiles {
  readonly media: ArchivedRows;
  readonly thumbnails: ArchivedRows;
  readonly files: readonly ArchivedFile[];
}

const nothing: ArchivedRows = { columns: [], lines: [] };

/** Reads what a filler's rows.sh printed (templates/backup/restore/files). Previews of pages and uploads that never came are left out. */
export function archivedFilesIn(text: string, unescaped: (line: string) => readonly (string | null)[]): ArchivedFiles {
  const tables = tablesIn(text);
  const media = tables.get("local_media_repository") ?? nothing;
  const files = media.lines.flatMap((line) => fileIn(fieldsIn(media.columns, unescaped(line))));
  return { media, thumbnails: tables.get("local_media_repository_thumbnails") ?? nothing, files };
}

/** Keeps only what belongs to some of the files. */
export function rowsOf({ columns, lines }: ArchivedRows, ids: ReadonlySet<string>): ArchivedRows {
  const column = columns.indexOf("media_id");
  return { columns, lines: lines.filter((line) => ids.has(line.split("\t")[column] ?? "")) };
}

function tablesIn(text: string): ReadonlyMap<string, ArchivedRows> {
  const tables = new Map<string, { readonly columns: readonly string[]; readonly lines: string[] }>();
  let lines: string[] = [];
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const [, table, columns = ""] = /^COPY public\.([a-z_]+) \(([a-z0-9_, ]+)\) FROM stdin;$/.exec(line) ?? [];
    if (table === undefined) lines.push(line);
    else {
      lines = [];
      tables.set(table, { columns: columns.split(", "), lines });
    }
  }
  return tables;
}

type Fields = Readonly<Record<string, string | null>>;

function fieldsIn(columns: readonly string[], values: readonly (string | null)[]): Fields {
  if (columns.length !== values.length) throw unreadable();
  return Object.fromEntries(columns.map((name, index) => [name, values[index] ?? null]));
}

/** Only ids of the form that Synapse gives become part of a path. */
function fileIn(row: Fields): readonly ArchivedFile[] {
  const { media_id: id = null, media_length: bytes = null, user_id: user, url_cache: preview = null } = row;
  if (id === null || bytes === null || preview !== null || !/^[\w-]{5,255}$/.test(id)) return [];
  return [
    {
      id,
      name: row.upload_name ?? null,
      type: row.media_type ?? "application/octet-stream",
      bytes: Number(bytes),
      user: user ?? "",
      uploaded: new Date(Number(row.created_ts ?? 0)).toISOString(),
      sha256: row.sha256 ?? null,
      isQuarantined: (row.quarantined_by ?? null) !== null,
    },
  ];
}

function unreadable(): VaultError {
  return new VaultError("What the archive says of uploaded files cannot be read by this version of chatkeep", {
    next: "Use the version that made it, or another archive.",
  });
}
