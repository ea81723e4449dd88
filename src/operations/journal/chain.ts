import {
  type Deed,
  isBeginningOf,
  isCount,
  isHash,
  isHashes,
  type JournalEntry,
  lineOf,
  parseObject,
} from "./entry.ts";
import { hashOf, type JournalLine, linesOf } from "./lines.ts";

/**
 * What is kept beside a journal, so that lines cut off at its end are missed. It is written before a line, with that line's hash as the
 * next one, and after it: so the traces of a killed writer differ from lines that were added or removed.
 */
export interface Seal {
  readonly version: 1;
  /** The last entry's number; 0 before the first. */
  readonly number: number;
  /** The hash of its line; null before the first. */
  readonly sha256: string | null;
  /** The hash of the line that is being written; null when none is. */
  readonly next: string | null;
  /** The hashes of the lines that are being written with it, in order; left out where there are none. */
  readonly further?: readonly string[];
  /** Torn lines that the next entry is to name. */
  readonly torn: readonly string[];
}

/** Where a chain continues from: what follows from a journal's file and from what is kept beside it. */
export interface ChainEnd {
  readonly link: Link;
  /** What ends a last line that has no end. */
  readonly ending: "" | "\n";
}

/** How lines get into a journal, in this order: what is sealed before, what is appended, what is sealed after. */
export interface Addition {
  readonly announced: Seal;
  readonly appended: string;
  readonly sealed: Seal;
}

/** Where that is kept. */
export function sealPathOf(path: string): string {
  return `${path}.last`;
}

/** Reads what is kept beside a journal; null when that is nothing that we wrote. */
export function parseSeal(text: string | null): Seal | null {
  const found = text === null ? null : parseObject(text);
  if (found?.version !== 1 || !isCount(found.number) || !isHashes(found.torn)) return null;
  const { number, sha256, next, torn, further = [] } = found;
  if ((sha256 !== null && !isHash(sha256)) || !isHashes(further)) return null;
  if (next !== null && !isHash(next)) return null;
  return { version: 1, number, sha256, next, ...(further.length === 0 ? {} : { further }), torn };
}

/** The last entry that is known to have been written, whether or not it is still there. */
export function lastWritten(lines: readonly JournalLine[], seal: Seal): Pick<Seal, "number" | "sha256"> {
  const { number, sha256, next, further = [] } = seal;
  const announced = next === null ? [] : [next, ...further];
  const there = new Set(announced.length === 0 ? [] : lines.map(({ hash }) => hash));
  const last = announced.findLastIndex((hash) => there.has(hash));
  return last === -1 ? { number, sha256 } : { number: number + last + 1, sha256: announced[last] ?? null };
}

/** The entry with the highest number, for a journal beside which nothing is kept; null where no line is chained. */
export function highestEntry(lines: readonly JournalLine[]): JournalLine | null {
  return lines.reduce<JournalLine | null>(
    (highest, line) => ((line.entry?.number ?? 0) > (highest?.entry?.number ?? 0) ? line : highest),
    null,
  );
}

/** Where the chain continues from. The seal takes precedence, so that lines that were cut off are still found later. */
export function chainEnd(bytes: Uint8Array, seal: Seal | null): ChainEnd {
  return { link: linkTo(bytes, linesOf(bytes), seal), ending: ending(bytes) };
}

/** The same after an addition that was written whole. */
export function chainAfter({ sealed: { number, sha256 } }: Addition): ChainEnd {
  return { link: { number: number + 1, previous: sha256 }, ending: "" };
}

/** One entry for each deed, in their order. */
export function addEntries({ link, ending }: ChainEnd, deeds: readonly [Deed, ...Deed[]]): Addition {
  const lines: string[] = [];
  let next = link;
  for (const deed of deeds) {
    const entry: JournalEntry = { version: 2, ...deed, ...next };
    lines.push(lineOf(entry));
    next = { number: next.number + 1, previous: hashOf(lineOf(entry)) };
  }
  const [first = "", ...further] = lines.map((line) => hashOf(line));
  const before = { number: link.number - 1, sha256: link.begins === true ? null : link.previous };
  const along = further.length === 0 ? {} : { further };
  return {
    announced: { version: 1, ...before, next: first, ...along, torn: link.torn ?? [] },
    appended: `${ending}${lines.map((line) => `${line}\n`).join("")}`,
    sealed: { version: 1, number: next.number - 1, sha256: next.previous, next: null, torn: [] },
  };
}

type Link = Pick<JournalEntry, "number" | "previous" | "begins" | "torn" | "unsealed">;

function linkTo(bytes: Uint8Array, lines: readonly JournalLine[], seal: Seal | null): Link {
  const highest = seal === null ? highestEntry(lines) : null;
  const found = highest === null ? null : { number: highest.entry?.number ?? 0, sha256: highest.hash };
  const last = seal === null ? found : lastWritten(lines, seal);
  if (last === null || last.number === 0) return { number: 1, begins: true, previous: hashBefore(bytes) };
  const number = last.number + 1;
  const torn = [...claimed(seal, last.number), ...tornEnd(lines, number, last.sha256)];
  const unsealed = seal === null ? ({ unsealed: true } as const) : {};
  return { number, previous: last.sha256, ...(torn.length === 0 ? {} : { torn }), ...unsealed };
}

/** Torn lines that an entry was to name which never came to be whole. */
function claimed(seal: Seal | null, lastNumber: number): readonly string[] {
  return seal === null || seal.number !== lastNumber ? [] : seal.torn;
}

function tornEnd(lines: readonly JournalLine[], number: number, last: string | null): readonly string[] {
  const end = lines.at(-1);
  if (end === undefined || end.isEnded || end.hash === last) return [];
  return isBeginningOf(end.text, number) ? [end.hash] : [];
}

/** What ends a line that has no end. */
function ending(bytes: Uint8Array): "" | "\n" {
  return bytes.length === 0 || bytes.at(-1) === "\n".charCodeAt(0) ? "" : "\n";
}

function hashBefore(bytes: Uint8Array): string | null {
  return bytes.length === 0 ? null : hashOf(Buffer.concat([bytes, Buffer.from(ending(bytes))]));
}
