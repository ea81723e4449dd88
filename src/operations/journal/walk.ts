import type { Seal } from "./chain.ts";
import type { JournalFinding } from "./finding.ts";
import type { JournalLine } from "./lines.ts";

/** What a walk along the chain came upon, from its last entry back to its first. */
export interface Walk {
  /** The entries that are there, the first one first. */
  readonly links: readonly { readonly number: number; readonly line: JournalLine }[];
  /** The line that the chain begins with; null where it is not found. */
  readonly begin: JournalLine | null;
  readonly findings: readonly JournalFinding[];
  readonly used: ReadonlySet<JournalLine>;
}

/** What is looked for next; the hash is null where nothing that is left says it. */
interface Wanted {
  readonly number: number;
  readonly hash: string | null;
}

/** Follows the hashes back from the last entry. If no line has a hash, the entry was changed (another line is in its place) or removed. */
export function walkBack(lines: readonly JournalLine[], last: Pick<Seal, "number" | "sha256">): Walk {
  const there = new There(lines);
  const links: { number: number; line: JournalLine }[] = [];
  const findings: JournalFinding[] = [];
  let begin: JournalLine | null = null;
  let successor: JournalLine | null = null;
  for (let wanted: Wanted = { number: last.number, hash: last.sha256 }; wanted.number > 0 && begin === null; ) {
    const { number } = wanted;
    const whole = there.withHash(wanted.hash, successor);
    const line: JournalLine | null = whole ?? there.inPlaceOf(number, successor);
    if (line === null) {
      const lower = there.highestBelow(number);
      const lowest = (lower === null ? 0 : there.numberOf(lower)) + 1;
      findings.push({ kind: number === last.number ? "cutOff" : "removed", entry: lowest, to: number });
      wanted = { number: lowest - 1, hash: lower?.hash ?? null };
      continue;
    }
    there.use(line);
    links.push({ number, line });
    if (line !== whole || line.entry?.number !== number) findings.push(harmTo(number, line));
    if (line.entry?.begins === true) begin = line;
    successor = line;
    wanted = { number: number - 1, hash: there.hashBefore(number, line) };
  }
  return { links: links.reverse(), begin, findings: findings.reverse(), used: there.used };
}

function harmTo(number: number, { line, isEnded }: JournalLine): JournalFinding {
  return isEnded ? { kind: "changed", entry: number, line } : { kind: "cutOff", entry: number, to: number };
}

/** The lines of a journal, as they are found one after the other. */
class There {
  readonly used = new Set<JournalLine>();
  readonly #lines: readonly JournalLine[];
  readonly #byHash: ReadonlyMap<string, readonly JournalLine[]>;
  readonly #byNumber: ReadonlyMap<number, readonly JournalLine[]>;
  readonly #torn: ReadonlySet<string>;

  constructor(lines: readonly JournalLine[]) {
    this.#lines = lines;
    this.#byHash = Map.groupBy(lines, ({ hash }) => hash);
    this.#byNumber = Map.groupBy(lines, (line) => this.numberOf(line));
    this.#torn = new Set(lines.flatMap(({ entry }) => entry?.torn ?? []));
  }

  use(line: JournalLine): void {
    this.used.add(line);
  }

  /** The number that a line says it has, even where the rest of it cannot be read; 0 where it says none. */
  numberOf({ entry, text }: JournalLine): number {
    return entry?.number ?? Number(/^\{"version":2,"number":(\d{1,15}),/.exec(text)?.[1] ?? 0);
  }

  /** The line with a hash; of copies the one nearest before the next entry. */
  withHash(hash: string | null, successor: JournalLine | null): JournalLine | null {
    return hash === null ? null : this.#nearest(this.#byHash.get(hash) ?? [], successor);
  }

  /** The line that stands where an entry should: with its number, or before the next entry without a place of its own in the chain. */
  inPlaceOf(number: number, successor: JournalLine | null): JournalLine | null {
    const named = (this.#byNumber.get(number) ?? []).filter(({ hash }) => !this.#torn.has(hash));
    const numbered = this.#nearest(named, successor);
    if (numbered !== null) return numbered;
    const before = this.#lines[successor === null ? this.#lines.length - 1 : successor.line - 2];
    return before !== undefined && !this.used.has(before) && this.#isOutOfPlace(before) ? before : null;
  }

  /** What is left with the highest number below one. */
  highestBelow(number: number): JournalLine | null {
    let highest: JournalLine | null = null;
    for (const line of this.#lines) {
      const found = this.numberOf(line);
      if (found < number && found > 0 && found > (highest === null ? 0 : this.numberOf(highest)) && this.#isFree(line))
        highest = line;
    }
    return highest;
  }

  /** The hash of the entry before: the one that a line has of it, where there is such a line, else that of the line with its number. */
  hashBefore(number: number, { entry }: JournalLine): string | null {
    const said = entry?.previous ?? null;
    if (said !== null && (this.#byHash.has(said) || entry?.number === number)) return said;
    return this.#nearest(this.#byNumber.get(number - 1) ?? [], null)?.hash ?? said;
  }

  #nearest(lines: readonly JournalLine[], successor: JournalLine | null): JournalLine | null {
    const free = lines.filter((line) => this.#isFree(line));
    const place = successor?.line ?? Number.POSITIVE_INFINITY;
    return free.findLast(({ line }) => line < place) ?? free[0] ?? null;
  }

  #isFree(line: JournalLine): boolean {
    return !this.used.has(line) && !this.#torn.has(line.hash);
  }

  #isOutOfPlace(line: JournalLine): boolean {
    if (this.#torn.has(line.hash)) return false;
    if (line.entry === null) return this.numberOf(line) === 0;
    const { number, previous, begins } = line.entry;
    if (begins === true && number === 1) return false;
    return !(this.#byHash.get(previous ?? "") ?? []).some((before) => this.numberOf(before) === number - 1);
  }
}
