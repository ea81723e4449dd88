import type { PlannedRecord } from "../../plan/dns/planned.ts";
import { columns } from "../columns.ts";

/** The records as lines of a zone file (RFC 1035, section 5.1), in columns. */
export function zoneFileLines(records: readonly PlannedRecord[]): readonly string[] {
  const width = Math.max(0, ...records.map(({ name }) => name.length)) + 1;
  return records.map(({ name, ttl, type, content }) =>
    [`${name}.`.padEnd(width), String(ttl).padEnd(5), "IN", type.padEnd(4), content].join(" "),
  );
}

/** The records as a table for people who fill in a form: name, type, value, seconds, and what each is for. */
export function recordTable(records: readonly PlannedRecord[]): readonly string[] {
  return columns([
    ["NAME", "TYPE", "VALUE", "TTL", "WHY"],
    ...records.map(({ name, type, content, ttl, why }) => [name, type, content, String(ttl), why]),
  ]);
}
