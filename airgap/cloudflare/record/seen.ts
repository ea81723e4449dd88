import type { RecordResponse } from "cloudflare/resources/dns/records";
import type { Plain, Properties } from "../../table/plain.ts";
import { isRecord } from "../../table/plain.ts";

/** A record as the API shows it, in one form for every type, and the zone it is in. */
export interface SeenRecord {
  readonly id: string;
  readonly zoneId: string;
  readonly shown: Properties;
}

/** Takes the client's answer, whose type differs from type to type of record, as plain values. */
export function seenRecord(zoneId: string, response: RecordResponse): SeenRecord {
  const shown: unknown = JSON.parse(JSON.stringify(response));
  if (!isRecord(shown) || typeof shown.id !== "string" || shown.id === "")
    throw new Error("Cloudflare's answer contains no record."); // half an answer: it is looked for
  return { id: shown.id, zoneId, shown };
}

/** The members of an object under other names; those that are not listed are left out. */
export function renamed(value: Plain | undefined, names: Readonly<Record<string, string>>): Properties {
  if (!isRecord(value)) return {};
  const known = Object.entries(names).flatMap(([from, to]) => {
    const said = value[from];
    return said === undefined || said === null ? [] : [[to, said] as const];
  });
  return Object.fromEntries(known);
}
