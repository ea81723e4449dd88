import type { Snapshot } from "../../../io/repository/repository.ts";

/** The parts of an archive, in the order in which they are made. */
export const parts = ["database", "files", "manifest"] as const;

/** One of them. */
export type Part = (typeof parts)[number];

/** Snapshots of one backup. Only with all its parts it can be restored. */
export interface Archive {
  readonly id: string;
  /** When its first part was begun, as an ISO time. */
  readonly at: string;
  readonly parts: Readonly<Partial<Record<Part, string>>>;
  /** Those that are not there; empty where it is whole. */
  readonly missing: readonly Part[];
  /** Bytes that were read for it, and those that the repository did not have before; null where the repository does not say. */
  readonly bytes: number | null;
  readonly added: number | null;
}

/** The tag that all archives of a stack have. */
export function stackTag(stack: string): string {
  return `stack=${stack}`;
}

/** Groups snapshots by their archive, oldest first. What has no tags of ours belongs to none. */
export function archivesIn(snapshots: readonly Snapshot[]): readonly Archive[] {
  const groups = Map.groupBy(snapshots, (each) => tagOf(each, "archive"));
  return [...groups]
    .flatMap(([id, members]) => (id === null ? [] : [archiveOf(id, members)]))
    .sort((one, other) => one.at.localeCompare(other.at));
}

/** The newest one that can be restored; null where there is none. */
export function newestWhole(archives: readonly Archive[]): Archive | null {
  return archives.findLast(({ missing }) => missing.length === 0) ?? null;
}

function archiveOf(id: string, members: readonly Snapshot[]): Archive {
  const found = members.flatMap((each) => {
    const part = parts.find((name) => name === tagOf(each, "part"));
    return part === undefined ? [] : [[part, each.id] as const];
  });
  const there = Object.fromEntries(found);
  return {
    id,
    at: members.map(({ time }) => time).sort()[0] ?? "",
    parts: there,
    missing: parts.filter((part) => there[part] === undefined),
    bytes: sumOf(members.map(({ bytes }) => bytes)),
    added: sumOf(members.map(({ added }) => added)),
  };
}

function tagOf({ tags }: Snapshot, name: string): string | null {
  return tags.find((tag) => tag.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

function sumOf(numbers: readonly (number | null)[]): number | null {
  return numbers.reduce((sum, each) => (sum === null || each === null ? null : sum + each), 0);
}
