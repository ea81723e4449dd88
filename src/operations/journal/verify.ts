import { highestEntry, lastWritten, type Seal } from "./chain.ts";
import { isBeginningOf } from "./entry.ts";
import type { JournalFinding } from "./finding.ts";
import { hashOf, type JournalLine, linesOf } from "./lines.ts";
import { type Walk, walkBack } from "./walk.ts";

/** The result of verifying a whole journal. */
export interface Verified {
  readonly lines: number;
  /** Lines of versions before the chain. */
  readonly before: number;
  readonly from: string | null;
  readonly to: string | null;
  /** The last entry that was written. A copy of its hash, stored elsewhere, proves later that the journal was not rewritten. */
  readonly last: Pick<Seal, "number" | "sha256"> | null;
  readonly findings: readonly JournalFinding[];
  /** Lines that a killed writer did not finish: no harm was done to them. */
  readonly torn: readonly number[];
}

/** Looks whether a journal is as it was written: every line against the hash that the next one has of it, the last against the seal. */
export function verifyJournal(bytes: Uint8Array, seal: Seal | null): Verified {
  const lines = linesOf(bytes);
  const last = seal === null ? highestLink(lines) : lastWritten(lines, seal);
  const walk = walkBack(lines, last ?? { number: 0, sha256: null });
  const before = linesBefore(lines, walk);
  const rest = lines.filter((line) => !walk.used.has(line) && !before.has(line));
  const torn = rest.filter((line) => isTorn(line, walk, seal, last?.number ?? 0));
  const isChained = walk.links.length > 0 || lines.some(({ entry }) => entry !== null);
  const added = isChained ? rest.filter((line) => !torn.includes(line)) : [];
  const times = lines.flatMap(({ text }) => timeIn(text));
  return {
    lines: lines.length,
    before: before.size,
    from: times[0] ?? null,
    to: times.at(-1) ?? null,
    last: last === null || last.number === 0 ? null : last,
    findings: [
      ...beforeFindings(bytes, walk, before.size),
      ...walk.findings,
      ...unendedLast(lines, seal),
      ...orderFindings(walk),
      ...added.map(({ line }): JournalFinding => ({ kind: "added", line })),
      ...unsealedFindings(walk, seal, isChained),
    ],
    torn: torn.map(({ line }) => line),
  };
}

function highestLink(lines: readonly JournalLine[]): Pick<Seal, "number" | "sha256"> | null {
  const highest = highestEntry(lines);
  return highest === null ? null : { number: highest.entry?.number ?? 0, sha256: highest.hash };
}

/** The lines that the chain's first entry has the hash of, or all where there is no chain yet. */
function linesBefore(lines: readonly JournalLine[], { begin, used }: Walk): ReadonlySet<JournalLine> {
  if (begin === null) return new Set(lines.some(({ entry }) => entry !== null) ? [] : lines);
  if (begin.entry?.previous === null) return new Set();
  return new Set(lines.filter((line) => line.start < begin.start && !used.has(line)));
}

/** A torn line is one that an entry names, or an end that begins as the next entry does. */
function isTorn(line: JournalLine, { used }: Walk, seal: Seal | null, last: number): boolean {
  if (line.entry !== null) return false;
  const named = [...used].flatMap(({ entry }) => entry?.torn ?? []);
  if ([...named, ...(seal?.torn ?? [])].includes(line.hash)) return true;
  return !line.isEnded && isBeginningOf(line.text, last + 1);
}

function beforeFindings(bytes: Uint8Array, { begin }: Walk, lines: number): readonly JournalFinding[] {
  if (begin === null || begin.entry?.previous === null) return []; // what stands before the first of all lines was added
  const found = hashOf(bytes.subarray(0, begin.start));
  return found === begin.entry?.previous ? [] : [{ kind: "changedBefore", lines }];
}

/** The newline of a line that was sealed is part of what was written. */
function unendedLast(lines: readonly JournalLine[], seal: Seal | null): readonly JournalFinding[] {
  const last = lines.at(-1);
  if (seal === null || seal.next !== null || last === undefined || last.isEnded || last.hash !== seal.sha256) return [];
  return [{ kind: "cutOff", entry: seal.number, to: seal.number }];
}

function orderFindings({ links }: Walk): readonly JournalFinding[] {
  return links.flatMap(({ number, line }, index): readonly JournalFinding[] => {
    const next = links[index + 1];
    if (next === undefined || next.line.line > line.line) return [];
    return [{ kind: "moved", entry: next.number, line: next.line.line, before: number }];
  });
}

function unsealedFindings({ links }: Walk, seal: Seal | null, isChained: boolean): readonly JournalFinding[] {
  const then = links.flatMap(({ number, line }): readonly JournalFinding[] =>
    line.entry?.unsealed === true ? [{ kind: "unsealed", entry: number }] : [],
  );
  return seal === null && isChained ? [...then, { kind: "unsealed", entry: null }] : then;
}

function timeIn(text: string): readonly string[] {
  const found = /"time":"(\d{4}-\d\d-\d\dT[\d:.]+Z)"/.exec(text)?.[1];
  return found === undefined ? [] : [found];
}
