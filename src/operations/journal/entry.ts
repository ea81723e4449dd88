/** What was done: when, who, in which run, and the result. */
export interface Deed {
  /** The user and the machine that the command ran on, as `ana@desk`. */
  readonly who: string;
  readonly time: string;
  readonly run: string;
  readonly command: string;
  readonly step: string;
  /** What the step was about, where its kind does not say it all. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly outcome: "done" | "failed";
  readonly seconds: number;
  /** null unless it failed. */
  readonly error: string | null;
}

/** One line of evidence, chained to the line before. Version 1 had no chain. */
export interface JournalEntry extends Deed {
  readonly version: 2;
  /** Counts from 1. */
  readonly number: number;
  /** Only on the first line of the chain: the lines before it were written without a chain. */
  readonly begins?: true;
  /**
   * The SHA-256 of the entry before: of exactly the bytes of its line, without the newline. On the first line, of all bytes before it;
   * null where there are none.
   */
  readonly previous: string | null;
  /** The SHA-256 of each line between that entry and this one that a killed writer left torn. */
  readonly torn?: readonly string[];
  /** Set where the file with the last hash was not there: what stood before may have been cut off. */
  readonly unsealed?: true;
}

/** An entry's line, without the newline. The version and the number come first: they distinguish a torn line of chatkeep from other text. */
export function lineOf({ version, number, ...rest }: JournalEntry): string {
  return JSON.stringify({ version, number, ...rest });
}

/** Reads a line of the chain; null when it is none. */
export function parseEntry(text: string): JournalEntry | null {
  const found = parseObject(text);
  if (found?.version !== 2 || !isCount(found.number)) return null;
  if (found.previous !== null && !isHash(found.previous)) return null;
  return found.torn === undefined || isHashes(found.torn) ? (found as JournalEntry & typeof found) : null;
}

/** Reads a line of any version, for a person; null when it is no line of a journal. */
export function parseDeed(text: string): Deed | null {
  const found = parseObject(text);
  if (found === null || (found.version !== 1 && found.version !== 2)) return null;
  const { who, time, run, command, step, about, outcome, seconds, error } = found;
  return {
    who: typeof who === "string" ? who : "",
    time: String(time),
    run: String(run),
    command: String(command),
    step: String(step),
    about: isObject(about) ? about : {},
    outcome: outcome === "done" ? "done" : "failed",
    seconds: typeof seconds === "number" ? seconds : 0,
    error: typeof error === "string" ? error : null,
  };
}

/** Whether text without an end is what a killed writer leaves of that entry. */
export function isBeginningOf(text: string, number: number): boolean {
  const head = `{"version":2,"number":${number},"who":"`;
  return text !== "" && (text.startsWith(head) || head.startsWith(text));
}

/** Whether something is a SHA-256 as it is written here. */
export function isHash(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

/** Whether something is a list of such. */
export function isHashes(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isHash);
}

/** Whether something counts entries. */
export function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Reads an object of JSON; null when it is none. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const found: unknown = JSON.parse(text);
    return isObject(found) ? found : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
