import type { ArchivedDatabase } from "../backup/manifest.ts";

/** What a cluster holds, as templates/backup/manifest.sql and templates/upgrade/schema.sql say it. */
export interface Contents extends Pick<ArchivedDatabase, "tables" | "sequences" | "newestEvent" | "schema"> {
  /** What its tables, indexes, constraints, triggers and functions are like, by name. */
  readonly parts: Readonly<Record<string, string>>;
}

/** Where the new cluster differs from the one that serves. */
export interface ContentsDifference {
  readonly object: string;
  readonly found: string;
}

/** How strictly two clusters are compared. */
export interface Strictness {
  /** Sequences stand exactly where they stood. While a server serves, they move on: they belong to no snapshot. */
  readonly exactSequences: boolean;
}

/** Puts the objects that were printed together. */
export function contentsFrom(lines: readonly string[]): Contents {
  const all = lines.map((line): Partial<Contents> => JSON.parse(line));
  const tables = Object.assign({}, ...all.map((each) => each.tables ?? {})) as Contents["tables"];
  const { sequences = {}, newestEvent = null, schema = 0, parts = {} } = Object.assign({}, ...all) as Partial<Contents>;
  return { tables: without(tables), sequences: without(sequences), newestEvent, schema, parts };
}

/** The audit's own things are made again by the next one. */
function without<Value>(named: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(named).filter(([name]) => !name.startsWith("chatkeep_audit.")));
}

/** Every difference between what was dumped and what came of it; none is what an upgrade needs. */
export function compareContents(
  then: Contents,
  now: Contents,
  { exactSequences }: Strictness,
): readonly ContentsDifference[] {
  const isPlace = (was: number, is: number) => (exactSequences ? is === was : is <= was);
  return [
    ...between("table", then.tables, now.tables, (was, is) => {
      if (was.rows !== is.rows) return `${is.rows} rows instead of ${was.rows}`;
      return was.digest === is.digest ? null : "as many rows, and not the same ones";
    }),
    ...between("sequence", then.sequences, now.sequences, (was, is) => {
      if (was.isBig !== is.isBig) return "its numbers are of another size";
      return isPlace(was.value, is.value) ? null : `it stands at ${is.value} instead of ${was.value}`;
    }),
    ...between("", then.parts, now.parts, (was, is) => (was === is ? null : `\`${is}\` instead of \`${was}\``)),
  ];
}

/**
 * Where tables, indexes, constraints, triggers and functions that both have are defined in another way. What only one has came or went
 * since the archive, such as by Synapse's background updates; they also validate constraints that were added `NOT VALID`.
 */
export function compareParts(then: Contents["parts"], now: Contents["parts"]): readonly ContentsDifference[] {
  const common = Object.fromEntries(Object.entries(then).filter(([name]) => now[name] !== undefined));
  const theirs = Object.fromEntries(Object.entries(now).filter(([name]) => then[name] !== undefined));
  const validated = (definition: string) => definition.replace(/ NOT VALID$/, "");
  return between("", common, theirs, (was, is) =>
    validated(was) === validated(is) ? null : `\`${is}\` instead of \`${was}\``,
  );
}

function between<Value>(
  kind: string,
  then: Readonly<Record<string, Value>>,
  now: Readonly<Record<string, Value>>,
  differs: (was: Value, is: Value) => string | null,
): readonly ContentsDifference[] {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])].sort();
  return names.flatMap((name) => {
    const [was, is] = [then[name], now[name]];
    const found = is === undefined ? "is missing" : was === undefined ? "is new" : differs(was, is);
    return found === null ? [] : [{ object: `${kind} ${name}`.trim(), found }];
  });
}
