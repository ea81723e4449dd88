import type { Filler } from "../../../../io/repository/filler.ts";
import type { Repository } from "../../../../io/repository/repository.ts";
import type { ArchivedFiles } from "../../../../operations/backup/files/archived-files.ts";
import type { AskedFiles } from "../../../../operations/backup/files/asked.ts";
import {
  filesToPut,
  isStored,
  type JudgedFile,
  judgeFiles,
  type StoredFiles,
} from "../../../../operations/backup/files/judge.ts";
import type { Manifest } from "../../../../operations/backup/manifest.ts";
import { chooseArchive, wholeArchives } from "../../../../operations/backup/restore/choose.ts";
import { decideVersions } from "../../../../operations/backup/restore/versions.ts";
import { type Archive, archivesIn, stackTag } from "../../../../operations/backup/run/archives.ts";
import { readManifest } from "../read-archive.ts";
import { archivedIds, type Redacted, readFiles } from "./in-filler.ts";

/** What is looked for, and where. */
export interface FileSearch {
  readonly filler: Filler;
  readonly repository: Repository;
  readonly stack: string;
  readonly server: string;
  readonly asked: AskedFiles;
  /** The beginning of an archive's id; null for the newest one that has something which the server lacks. */
  readonly archive: string | null;
  readonly stored: StoredFiles;
  readonly redacted: Redacted;
  /** Members whose files are not to come back from an archive. */
  readonly erased: (manifest: Manifest) => Promise<ReadonlySet<string>>;
  readonly say: (text: string) => void;
}

/** The files that an archive has of what is asked for. */
export interface FoundFiles {
  readonly manifest: Manifest;
  readonly files: readonly JudgedFile[];
  readonly rows: Pick<ArchivedFiles, "media" | "thumbnails">;
  /** Whether the files are a room's whose messages are encrypted: the server cannot know what those name. */
  readonly isEncrypted: boolean;
}

/** What was found, and which archives were looked through. */
export interface Found {
  /** null where no archive has anything of it. */
  readonly best: FoundFiles | null;
  readonly lookedThrough: readonly { readonly id: string }[];
  readonly isEncrypted: boolean;
}

/** An archive, with the ids of the files that it has. */
interface Listed {
  readonly archive: Archive;
  readonly ids: ReadonlySet<string>;
}

/**
 * Looks through the archives, the newest first, for the first that has something of what is asked for and which the server lacks; where there is
 * none, for the newest that has anything of it. Of most archives only the names of their files are read.
 */
export async function findFiles(search: FileSearch): Promise<Found> {
  const archives = await archivesOf(search);
  const passed: Listed[] = [];
  let best: FoundFiles | null = null;
  let isEncrypted = false;
  for (const archive of archives) {
    search.say(`looking into the archive ${archive.id}`);
    const ids = await archivedIds(search.filler, archive.parts.files ?? "");
    if (!mayBeLacking(search, ids)) {
      passed.push({ archive, ids });
      continue;
    }
    const found = await look(search, archive, ids);
    isEncrypted ||= found.isEncrypted;
    if (filesToPut(found.files).length > 0) return { best: found, lookedThrough: archives, isEncrypted };
    if (found.files.length > 0) best ??= found;
  }
  const known = best === null ? await newestWith(search, passed) : { best, isEncrypted };
  return { best: known.best, lookedThrough: archives, isEncrypted: isEncrypted || known.isEncrypted };
}

/** The newest that has anything of it, all of which the server has. */
async function newestWith(search: FileSearch, listed: readonly Listed[]): Promise<Pick<Found, "best" | "isEncrypted">> {
  let isEncrypted = false;
  for (const { archive, ids } of listed) {
    if (!mayHave(search, ids)) continue;
    search.say(`looking into the archive ${archive.id}`);
    const found = await look(search, archive, ids);
    isEncrypted ||= found.isEncrypted;
    if (found.files.length > 0) return { best: found, isEncrypted };
  }
  return { best: null, isEncrypted };
}

async function archivesOf({ repository, stack, archive }: FileSearch): Promise<readonly Archive[]> {
  const snapshots = await repository.snapshots([stackTag(stack)]);
  const whole = archivesIn(snapshots).filter(({ missing }) => missing.length === 0);
  const { id } = chooseArchive(wholeArchives(snapshots), { stack, id: archive });
  return archive === null ? whole.toReversed() : whole.filter((each) => each.id === id);
}

/** Whether an archive may have something of it which the server lacks. */
function mayBeLacking({ asked, stored }: FileSearch, ids: ReadonlySet<string>): boolean {
  if (asked.kind === "file") return ids.has(asked.id) && !isStored(asked.id, stored);
  return [...ids].some((id) => !isStored(id, stored));
}

/** Whether it may have something of it at all. Which files a room names, only its events say. */
function mayHave({ asked, stored: { owners } }: FileSearch, ids: ReadonlySet<string>): boolean {
  switch (asked.kind) {
    case "file":
      return ids.has(asked.id);
    case "member":
      return [...ids].some((id) => owners.get(id) === asked.user);
    case "room":
      return true;
    default:
      return asked satisfies never;
  }
}

async function look(search: FileSearch, { id, parts }: Archive, ids: ReadonlySet<string>): Promise<FoundFiles> {
  const { filler, stored, erased, repository } = search;
  const manifest = await readManifest(repository, { id, manifest: parts.manifest ?? "" });
  decideVersions(manifest); // refuses an archive of a later version
  const { found, room } = await readFiles(filler, manifest.snapshots.database, search);
  const files = judgeFiles(found.files, ids, stored, await erased(manifest));
  return { manifest, files, rows: found, isEncrypted: room?.isEncrypted ?? false };
}
