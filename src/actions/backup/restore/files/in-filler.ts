import { Readable } from "node:stream";
import type { Database } from "../../../../io/postgres/database.ts";
import { type Row, rowFrom, rowsIn } from "../../../../io/postgres/rows.ts";
import type { Filler } from "../../../../io/repository/filler.ts";
import { type ArchivedFiles, archivedFilesIn } from "../../../../operations/backup/files/archived-files.ts";
import type { AskedFiles } from "../../../../operations/backup/files/asked.ts";
import type { JudgedFile, StoredFiles } from "../../../../operations/backup/files/judge.ts";
import { type RoomFiles, roomFilesIn } from "../../../../operations/backup/files/room-files.ts";
import { expectDone } from "../filler-errors.ts";

/** The uploaded files that the running server knows, and those that lie on its disk. */
export async function storedFiles(filler: Filler, database: Database): Promise<StoredFiles> {
  const known = await Array.fromAsync(
    database.rows("SELECT media_id, user_id FROM local_media_repository WHERE url_cache IS NULL"),
  );
  const onDisk = await idsFrom(filler, ["bash", "./stored.sh"], "look at the server's files");
  return { owners: new Map(known.map(([id, user]) => [id ?? "", user ?? ""])), onDisk };
}

/** The ids of the uploaded files that an archive has, by restic's id of its files. */
export function archivedIds(filler: Filler, snapshot: string): Promise<ReadonlySet<string>> {
  return idsFrom(filler, ["bash", "./archived.sh", snapshot], "list the files of the archive");
}

async function idsFrom(filler: Filler, args: readonly string[], what: string): Promise<ReadonlySet<string>> {
  const { stdout } = await expectDone(filler.run(args), what);
  return new Set(linesOf(stdout));
}

/** What an archive's database says of the files that are asked for, by restic's id of its dump; of a room also what names them. */
export async function readFiles(
  filler: Filler,
  snapshot: string,
  { asked, server, redacted }: { readonly asked: AskedFiles; readonly server: string; readonly redacted: Redacted },
): Promise<{ readonly found: ArchivedFiles; readonly room: RoomFiles | null }> {
  const room = asked.kind === "room" ? asked.room : "";
  const { stdout } = await expectDone(
    filler.run(["bash", "./tables.sh", snapshot, room]),
    "read the archive's database",
  );
  const events = asked.kind === "room" ? roomFilesIn(await rowsFrom(stdout), server) : null;
  const [column, values] = await wantedRows(asked, events, redacted);
  const input = Buffer.from(values.map((value) => `${value}\n`).join(""));
  const rows = await expectDone(filler.run(["bash", "./rows.sh", column], input), "read the archive's database");
  return { found: archivedFilesIn(rows.stdout.toString(), rowFrom), room: events };
}

/** Which of these events the running server has redacted since. */
export type Redacted = (events: readonly string[]) => Promise<ReadonlySet<string>>;

async function wantedRows(
  asked: AskedFiles,
  room: RoomFiles | null,
  redacted: Redacted,
): Promise<readonly [string, readonly string[]]> {
  switch (asked.kind) {
    case "file":
      return ["media_id", [asked.id]];
    case "member":
      return ["user_id", [asked.user]];
    case "room": {
      const events = room?.events ?? [];
      const gone = await redacted(events.map(({ id }) => id));
      return ["media_id", [...new Set(events.filter(({ id }) => !gone.has(id)).flatMap(({ files }) => files))]];
    }
    default:
      return asked satisfies never;
  }
}

async function rowsFrom(bytes: Buffer): Promise<readonly Row[]> {
  return Array.fromAsync(rowsIn(Readable.from([bytes])));
}

/** Puts files and their thumbnails on the server's disk; gives the ids of those that are there now. */
export async function putOnDisk(
  filler: Filler,
  snapshot: string,
  files: readonly JudgedFile[],
): Promise<ReadonlySet<string>> {
  const lines = files.map(({ id, bytes, sha256 }) => `${id} ${bytes} ${sha256 ?? "-"}\n`);
  const { stdout } = await expectDone(
    filler.run(["bash", "./put.sh", snapshot], Buffer.from(lines.join(""))),
    "put the files back",
  );
  return new Set(linesOf(stdout).flatMap((line) => (line.startsWith("put ") ? [line.slice(4)] : [])));
}

function linesOf(bytes: Buffer): readonly string[] {
  return bytes
    .toString()
    .split("\n")
    .filter((line) => line !== "");
}
