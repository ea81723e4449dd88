import type { ArchivedFile } from "./archived-files.ts";

/** What the running server has of its uploaded files. */
export interface StoredFiles {
  /** Who uploaded each that its database knows, by its id. */
  readonly owners: ReadonlyMap<string, string>;
  /** Ids of files that lie on its disk. */
  readonly onDisk: ReadonlySet<string>;
}

/**
 * What becomes of a file. `comes back`: the server does not know it any more. `lost`: it knows it, and the file itself is gone. `is there`: it
 * stays as it is. `erased`: it was deleted with a member's account. `missing`: the archive names it and does not have it.
 */
export type FileFate = "comes back" | "lost" | "is there" | "erased" | "missing";

/** A file with what becomes of it. */
export interface JudgedFile extends ArchivedFile {
  readonly fate: FileFate;
}

/** Judges the files of an archive, of which `archived` are the ids that it has; `erased` are members whose files are not to come back. */
export function judgeFiles(
  files: readonly ArchivedFile[],
  archived: ReadonlySet<string>,
  stored: StoredFiles,
  erased: ReadonlySet<string>,
): readonly JudgedFile[] {
  const fateOf = ({ id, user }: ArchivedFile): FileFate => {
    if (erased.has(user)) return "erased";
    if (isStored(id, stored)) return "is there";
    if (!archived.has(id)) return "missing";
    return stored.owners.has(id) ? "lost" : "comes back";
  };
  return files
    .map((file) => ({ ...file, fate: fateOf(file) }))
    .toSorted((one, other) => one.uploaded.localeCompare(other.uploaded));
}

/** Whether the server has a file: its database knows it, and it is on its disk. */
export function isStored(id: string, { owners, onDisk }: StoredFiles): boolean {
  return owners.has(id) && onDisk.has(id);
}

/** Those that are put back. */
export function filesToPut(files: readonly JudgedFile[]): readonly JudgedFile[] {
  return files.filter(({ fate }) => fate === "comes back" || fate === "lost");
}
