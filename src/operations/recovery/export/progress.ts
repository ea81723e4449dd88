import { fieldsOf, parseJson } from "../../../kinds/json.ts";
import type { EventRecord } from "./record.ts";

/** How far the export of a room is: `progress.json`, written after each page. */
export interface RoomProgress {
  readonly version: 1;
  /** How much of `events.jsonl` is whole. */
  readonly bytes: number;
  readonly counts: Counts;
  /** Where to read on; null is the beginning of the room. */
  readonly from: string | null;
  /** Which events after `from` are there already: a page is read twice, since an event may arrive late. */
  readonly seen: readonly string[];
}

/** What was found in a room. */
export interface Counts {
  readonly events: number;
  readonly encrypted: number;
  /** Still not readable. */
  readonly unreadable: number;
  readonly removed: number;
  readonly files: number;
  /** Files that the server no longer has, or that are not what their sender sent. */
  readonly filesMissing: number;
  readonly memberships: number;
}

/** The beginning of a room. */
export const atTheBeginning: RoomProgress = {
  version: 1,
  bytes: 0,
  counts: { events: 0, encrypted: 0, unreadable: 0, removed: 0, files: 0, filesMissing: 0, memberships: 0 },
  from: null,
  seen: [],
};

/** Reads `progress.json`; null where it is none of ours. */
export function parseProgress(text: string): RoomProgress | null {
  const { version, bytes, counts, from, seen } = fieldsOf(parseJson(text));
  const isPlace = from === null || typeof from === "string";
  if (version !== 1 || typeof bytes !== "number" || !isPlace || !Array.isArray(seen)) return null;
  const names = Object.keys(atTheBeginning.counts) as (keyof Counts)[];
  const found = fieldsOf(counts);
  const all = Object.fromEntries(names.map((name) => [name, Number(found[name] ?? 0)])) as Record<keyof Counts, number>;
  return { version: 1, bytes, counts: all, from, seen: seen.map(String) };
}

/** The counts with some more records. */
export function counted(counts: Counts, records: readonly EventRecord[]): Counts {
  const many = (test: (record: EventRecord) => boolean) => records.filter(test).length;
  return {
    events: counts.events + records.length,
    encrypted: counts.encrypted + many(({ encrypted }) => encrypted === true),
    unreadable: counts.unreadable + many(({ unreadable }) => unreadable !== undefined),
    removed: counts.removed + many(({ removed }) => removed !== undefined),
    files: counts.files + many(({ media }) => media !== undefined && "file" in media),
    filesMissing: counts.filesMissing + many(({ media }) => media !== undefined && "problem" in media),
    memberships: counts.memberships + many(({ type, stateKey }) => type === "m.room.member" && stateKey !== undefined),
  };
}

/** The counts of several rooms together. */
export function sumOf(all: readonly Counts[]): Counts {
  const names = Object.keys(atTheBeginning.counts) as (keyof Counts)[];
  const sums = names.map((name) => [name, all.reduce((sum, counts) => sum + counts[name], 0)] as const);
  return Object.fromEntries(sums) as Record<keyof Counts, number>;
}
