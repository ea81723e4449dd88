import type { PlannedRecord } from "../plan/plan.ts";

/** The records as lines of a zone file (RFC 1035, section 5.1), in columns. */
export function zoneFileLines(records: readonly PlannedRecord[]): readonly string[] {
  const width = Math.max(0, ...records.map(({ name }) => name.length)) + 1;
  return records.map(({ name, ttl, type, content }) =>
    [`${name}.`.padEnd(width), String(ttl).padEnd(5), "IN", type.padEnd(4), content].join(" "),
  );
}

/** The records as a table for people who fill in a form: name, type, value, seconds, and what each is for. */
export function recordTable(records: readonly PlannedRecord[]): readonly string[] {
  const rows = [
    ["NAME", "TYPE", "VALUE", "TTL", "WHY"],
    ...records.map(({ name, type, content, ttl, why }) => [name, type, content, String(ttl), why]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
