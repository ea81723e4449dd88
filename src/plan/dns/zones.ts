import type { PlannedDns, PlannedRecord } from "./planned.ts";

/** A zone that the token sees. */
export interface KnownZone {
  readonly id: string;
  readonly name: string;
}

/** What a record says, as an API takes it: its content, or its parts (CAA and SRV have no other form there). */
export type RecordData =
  | { readonly content: string }
  | { readonly data: { readonly flags: number; readonly tag: string; readonly value: string } }
  | { readonly priority: number; readonly data: ServiceParts };

/** The parts of an SRV record (RFC 2782). */
export interface ServiceParts {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

/** A record and where it belongs. */
export interface PlacedRecord {
  /** Tells it from all others, and never changes with its content: `A chat.acme.example`. */
  readonly title: string;
  readonly zone: KnownZone;
  readonly record: PlannedRecord;
  readonly words: RecordData;
}

/** Where all records of a stack belong. */
export interface Placement {
  readonly placed: readonly PlacedRecord[];
  /** Names that are in none of the zones. */
  readonly unmanaged: readonly string[];
  /** Records that would bind a whole zone: CAA at its own name applies to every name below it. */
  readonly leftOut: readonly PlannedRecord[];
}

/** Finds the zone of every record among those that the token sees; with a zone given, that one alone counts. */
export function placeRecords({ provider, records }: PlannedDns, zones: readonly KnownZone[]): Placement {
  const wanted = provider === "none" ? null : provider.zone;
  const open = wanted === null ? zones : zones.filter(({ id, name }) => id === wanted || name === wanted);
  const homes = records.map((record) => ({ record, zone: zoneOf(record.name, open) }));
  const leftOut = homes.filter(({ record, zone }) => record.type === "CAA" && record.name === zone?.name);
  return {
    placed: homes.flatMap(({ record, zone }) =>
      zone === null || (record.type === "CAA" && record.name === zone.name)
        ? []
        : [{ title: titleOf(record), zone, record, words: dataOf(record) }],
    ),
    unmanaged: [...new Set(homes.filter(({ zone }) => zone === null).map(({ record }) => record.name))],
    leftOut: leftOut.map(({ record }) => record),
  };
}

/** The zone that a name is in: whole labels are compared, and the longest wins; null where there is none. `chat.evil-acme.org` is not in `acme.org`. */
export function zoneOf(name: string, zones: readonly KnownZone[]): KnownZone | null {
  const holding = zones.filter((zone) => name === zone.name || name.endsWith(`.${zone.name}`));
  return holding.toSorted((a, b) => b.name.length - a.name.length)[0] ?? null;
}

function titleOf({ type, name, content }: PlannedRecord): string {
  return type === "CAA" ? `${type} ${name} ${content.split(" ")[1]}` : `${type} ${name}`;
}

/** Reads a record's content, which is ours, as the API takes it. */
export function dataOf({ type, content }: Pick<PlannedRecord, "type" | "content">): RecordData {
  const [first = "", second = "", third = "", fourth = ""] = content.split(" ");
  switch (type) {
    case "A":
    case "AAAA":
      return { content };
    case "CAA":
      return { data: { flags: Number(first), tag: second, value: third.replaceAll('"', "") } };
    case "SRV": {
      const [priority, weight, port] = [Number(first), Number(second), Number(third)];
      return { priority, data: { priority, weight, port, target: fourth.replace(/\.$/, "") } };
    }
    default:
      return type satisfies never;
  }
}
