import { Refusal } from "../../errors.ts";
import type { SeenRecord, WrittenRecord } from "../../io/cloudflare/cloudflare.ts";
import type { PlacedRecord } from "../../plan/dns/zones.ts";
import type { DnsStep } from "./steps.ts";

/** What is at Cloudflare already, held against the plan. Records that the stack's own state knows are Pulumi's to compare. */
export interface DnsObservation {
  /** There as planned: they are taken over. */
  readonly same: readonly { readonly planned: PlacedRecord; readonly seen: SeenRecord }[];
  readonly differing: readonly Differing[];
}

/** A record that is in the way of the plan. */
export interface Differing {
  readonly seen: SeenRecord;
  /** The planned record that takes its place; null where it has to go. */
  readonly planned: PlacedRecord | null;
}

/** Compares what is in the zones with the plan. */
export function compareRecords(placed: readonly PlacedRecord[], seen: readonly SeenRecord[]): DnsObservation {
  const same = placed.flatMap((planned) => {
    const found = seen.find((each) => isSame(planned, each));
    return found === undefined ? [] : [{ planned, seen: found }];
  });
  const open = placed.filter((planned) => !same.some((each) => each.planned === planned));
  const unmanaged = seen.filter((each) => !placed.some((planned) => isSame(planned, each)) && isInTheWay(each, placed));
  const differing: Differing[] = [];
  for (const each of unmanaged) {
    const taken = differing.map(({ planned }) => planned);
    const planned = open.find((one) => takesPlaceOf(one, each) && !taken.includes(one)) ?? null;
    differing.push({ seen: each, planned });
  }
  return { same, differing };
}

/** Compares what the DNS answers; the comment, which only the zone's owner sees, does not count. */
function isSame(planned: PlacedRecord, seen: SeenRecord): boolean {
  return saysTheSame(planned, seen) && seen.ttl === planned.record.ttl && !seen.proxied;
}

function saysTheSame({ zone, record, words }: PlacedRecord, seen: SeenRecord): boolean {
  if (seen.zoneId !== zone.id || seen.type !== record.type || seen.name !== record.name) return false;
  if ("content" in words) return seen.content === words.content;
  return Object.entries(words.data).every(([part, value]) => String(seen.data?.[part]) === String(value));
}

/**
 * Another address at a planned name leads people elsewhere, an alias excludes all else (RFC 1034, section 3.6.2), and another
 * SRV record leads servers elsewhere. Further CAA records only let further authorities issue: they stay.
 */
function isInTheWay(seen: SeenRecord, placed: readonly PlacedRecord[]): boolean {
  const here = placed.filter(({ record, zone }) => record.name === seen.name && zone.id === seen.zoneId);
  if (here.length === 0) return false;
  if (["A", "AAAA", "CNAME"].includes(seen.type)) return here.some(({ record }) => record.type.startsWith("A"));
  return here.some((planned) => (seen.type === "SRV" && planned.record.type === "SRV") || saysTheSame(planned, seen));
}

/** A record replaces another of the same type, so that the name always has an address. */
function takesPlaceOf({ record, zone }: PlacedRecord, seen: SeenRecord): boolean {
  return record.type === seen.type && record.name === seen.name && zone.id === seen.zoneId;
}

/** What makes way for the plan. Refuses, with all that is there, unless the person said that it may be replaced. */
export function decideDnsSteps({ differing }: DnsObservation, mayReplace: boolean): readonly DnsStep[] {
  if (differing.length === 0) return [];
  if (!mayReplace) throw recordsInTheWay(differing);
  return differing.map(({ seen, planned }): DnsStep => {
    const { zoneId, id } = seen;
    const found = describeRecord(seen);
    if (planned === null) return { kind: "removeRecord", zoneId, id, found };
    return { kind: "replaceRecord", zoneId, id, found, record: writtenFrom(planned) };
  });
}

function recordsInTheWay(differing: readonly Differing[]): Refusal {
  const lines = differing.map(
    ({ seen, planned }) =>
      `  ${describeRecord(seen)}\n    ${planned === null ? "not planned: it would be deleted" : `planned: ${planned.record.content}, ttl ${planned.record.ttl}, not proxied`}`,
  );
  return new Refusal(`Cloudflare already has these records, and they differ from the plan:\n${lines.join("\n")}`, {
    next: "Nothing was changed. If these names belong to this server, run the same command with --replace-records. Otherwise, choose other names in chatkeep:hostName.",
  });
}

/** A record as it is, on one line. */
export function describeRecord({ type, name, content, ttl, proxied }: SeenRecord): string {
  return `${type} ${name}  ${content}, ttl ${ttl === 1 ? "automatic" : ttl}${proxied ? ", proxied" : ""}`;
}

/** A planned record as the API takes it. */
function writtenFrom({ record: { type, name, ttl, comment }, words }: PlacedRecord): WrittenRecord {
  return { type, name, ttl, comment, proxied: false, ...words };
}

/**
 * chatkeep's own provider takes over existing records that are as planned. The official one would fail at it: for that one the program
 * imports it, which Pulumi does only where nothing differs, the comment neither.
 */
export function decideAdoption({ same }: DnsObservation, path: string, isThere: boolean): readonly DnsStep[] {
  if (same.length === 0) return isThere ? [{ kind: "adoptRecords", path, records: {} }] : [];
  const others = same.filter(({ planned, seen }) => planned.record.comment !== seen.comment);
  const comments = others.map(({ planned, seen }): DnsStep => {
    const { zoneId, id } = seen;
    return { kind: "replaceRecord", zoneId, id, found: describeRecord(seen), record: writtenFrom(planned) };
  });
  const ids = same.map(({ planned, seen }) => [planned.title, `${seen.zoneId}/${seen.id}`]);
  return [...comments, { kind: "adoptRecords", path, records: Object.fromEntries(ids) }];
}
