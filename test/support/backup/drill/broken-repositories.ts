import { readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { OpenedAt } from "../../../../src/actions/backup/drill/archive-source.ts";
import type { Manifest } from "../../../../src/operations/backup/manifest.ts";

/** Something that is wrong with a repository or with what opens it, and at which parts of a drill that may be found. */
export interface BrokenRepository {
  readonly title: string;
  /** What is found depends on what shares a pack. */
  readonly checks: readonly ("opened" | "restored")[];
  readonly says: RegExp;
  /** Breaks a copy of the repository. */
  readonly inFolder?: (folder: string, manifest: Manifest) => void;
  /** Changes what it is opened with. */
  readonly opened?: (at: OpenedAt) => OpenedAt;
  /** Changes what is restored by. */
  readonly manifest?: (manifest: Manifest) => Manifest;
}

/** What can be wrong before anything is compared. */
export const brokenRepositories: readonly BrokenRepository[] = [
  {
    title: "the password is another",
    checks: ["opened"],
    says: /does not open/,
    opened: withFile("repository-password", "x"),
  },
  { title: "the folder is empty", checks: ["opened"], says: /no repository/, inFolder: (folder) => remove(folder, "") },
  { title: "its own key is gone", checks: ["opened"], says: /./, inFolder: (folder) => remove(folder, "keys") },
  {
    ...{ title: "the archive was never finished", checks: ["opened"], says: /no (whole )?archive/ },
    inFolder: (folder) => remove(folder, "snapshots"),
  },
  { title: "the index is gone", checks: ["opened"], says: /./, inFolder: (folder) => remove(folder, "index") },
  {
    ...{ title: "a pack is deleted", checks: ["opened", "restored"], says: /./ },
    inFolder: (folder) => rmSync(largest(folder)),
  },
  { title: "a byte of a pack is flipped", checks: ["opened", "restored"], says: /./, inFolder: flip },
  {
    ...{ title: "a pack ends early", checks: ["opened", "restored"], says: /./ },
    inFolder: (folder) => truncateSync(largest(folder), 1_000),
  },
  {
    ...{ title: "there is no space for it", checks: ["restored"], says: /no room/ },
    manifest: (manifest) => ({ ...manifest, database: { ...manifest.database, dumpBytes: 1e15 } }),
  },
  {
    ...{ title: "the dump is something else", checks: ["restored"], says: /./ },
    manifest: (manifest) => ({ ...manifest, snapshots: { ...manifest.snapshots, database: manifest.snapshots.files } }),
  },
];

function withFile(path: string, text: string): (at: OpenedAt) => OpenedAt {
  return (at) => {
    const files = at.repository.files.map((each) => (each.path === path ? { path, text } : each));
    return { ...at, repository: { ...at.repository, files } };
  };
}

function remove(folder: string, part: string): void {
  for (const name of readdirSync(join(folder, part))) rmSync(join(folder, part, name), { recursive: true });
}

/** The pack with most of the database. */
function largest(folder: string): string {
  const data = join(folder, "data");
  const files = readdirSync(data, { recursive: true, encoding: "utf8" }).map((name) => join(data, name));
  const sizes = files.flatMap((path) => (statSync(path).isFile() ? [{ path, bytes: statSync(path).size }] : []));
  return sizes.toSorted((one, other) => other.bytes - one.bytes)[0]?.path ?? "";
}

function flip(folder: string): void {
  const path = largest(folder);
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}
