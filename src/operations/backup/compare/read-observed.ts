import { fieldsOf } from "../../../kinds/json.ts";
import type { ObservedArchive } from "./observed.ts";

/**
 * Reads what the filler's scripts printed: JSON objects that are one together (templates/backup/restore/observe-database.sh and observe-files.sh).
 * What is not there stays empty, and is then another than in the manifest.
 */
export function observedFrom(lines: readonly unknown[]): ObservedArchive {
  const all = fieldsOf(lines.map(fieldsOf).reduce(merged, {}));
  return {
    database: {
      postgres: Number(all.postgres ?? 0),
      collation: String(all.collation ?? ""),
      encoding: String(all.encoding ?? ""),
      schema: Number(all.schema ?? 0),
      compatibleSchema: Number(all.compatibleSchema ?? 0),
      tables: byName(all.tables, (table) => ({ rows: Number(table.rows), digest: String(table.digest) })),
      sequences: byName(all.sequences, (each) => ({ value: Number(each.value), isBig: each.isBig === true })),
      newestEvent: newestEvent(all.newestEvent),
      oneTimeKeys: Number(all.oneTimeKeys ?? 0),
      serverNames: strings(all.serverNames),
      signedWith: strings(all.signedWith),
    },
    media: {
      files: Number(all.files ?? 0),
      bytes: Number(all.bytes ?? 0),
      missing: strings(all.missing),
      samples: Object.fromEntries(
        Object.entries(fieldsOf(all.samples)).map(([path, hash]) => [path, typeof hash === "string" ? hash : null]),
      ),
    },
    certificates: Number(all.certificates ?? 0),
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** Tables and samples come one a line. */
function merged(one: Fields, other: Fields): Fields {
  const joined = Object.entries(other).map(([name, value]) => {
    const before = one[name];
    return [name, isMapping(before) && isMapping(value) ? { ...before, ...value } : value] as const;
  });
  return { ...one, ...Object.fromEntries(joined) };
}

function isMapping(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function byName<Value>(value: unknown, read: (fields: Fields) => Value): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, each]) => [name, read(fieldsOf(each))]));
}

function newestEvent(value: unknown): ObservedArchive["database"]["newestEvent"] {
  const { id, at, order } = fieldsOf(value);
  return typeof id === "string" && typeof at === "string" ? { id, at, order: Number(order) } : null;
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
