import { createHash, randomBytes } from "node:crypto";
import { ApiError } from "./answer.ts";
import { type ReadRecord, readRecord, type ShownRecord, type WrittenRecord } from "./record.ts";

/** A zone that the fake holds, as it is handed in. */
export interface ZoneSettings {
  readonly name: string;
  /** 32 hexadecimal digits; they follow from the name where none are given. */
  readonly id?: string;
  readonly records?: readonly WrittenRecord[];
}

/** Cloudflare's name servers, as every zone here has them. */
export const nameServers = ["ada.ns.cloudflare.com", "bob.ns.cloudflare.com"] as const;

/** One zone and its records, in memory. */
export class Zone {
  readonly id: string;
  readonly name: string;
  #records: readonly ShownRecord[] = [];

  constructor({ name, id, records = [] }: ZoneSettings) {
    this.name = name;
    this.id = id ?? createHash("sha256").update(name).digest("hex").slice(0, 32);
    for (const record of records) this.create(record);
  }

  get records(): readonly ShownRecord[] {
    return this.#records;
  }

  find(id: string): ShownRecord {
    const found = this.#records.find((each) => each.id === id);
    if (found === undefined) throw new ApiError(404, 81_044, "Record does not exist.");
    return found;
  }

  create(written: WrittenRecord): ShownRecord {
    const [id, now] = [randomBytes(16).toString("hex"), new Date().toISOString()];
    const read = readRecord(written, this.name);
    const record = { id, ...read, created_on: now, modified_on: now, ...commentDate(read, now) };
    this.#refuseClash(record);
    this.#records = [...this.#records, record];
    return record;
  }

  replace(id: string, written: WrittenRecord): ShownRecord {
    const [before, now] = [this.find(id), new Date().toISOString()];
    const read = readRecord(written, this.name);
    const { created_on } = before;
    const record = { id, ...read, created_on, modified_on: now, ...commentDate(read, now, before) };
    this.#refuseClash(record);
    this.#records = this.#records.map((each) => (each.id === id ? record : each));
    return record;
  }

  remove(id: string): void {
    this.find(id);
    this.#records = this.#records.filter((each) => each.id !== id);
  }

  /** The same name, type and content is one record, whatever else differs; a CNAME stands alone (RFC 1034, section 3.6.2). */
  #refuseClash({ id, name, type, content, priority }: ShownRecord): void {
    const others = this.#records.filter((each) => each.name === name && each.id !== id);
    if (others.some((each) => each.type === type && each.content === content && each.priority === priority))
      throw new ApiError(400, 81_058, "An identical record already exists.");
    const isAddress = (kind: string) => ["A", "AAAA", "CNAME"].includes(kind);
    if (type === "CNAME" && others.some((each) => isAddress(each.type)))
      throw new ApiError(400, 81_053, "An A, AAAA, or CNAME record with that host already exists.");
    if (isAddress(type) && others.some((each) => each.type === "CNAME"))
      throw new ApiError(400, 81_054, "A CNAME record with that host already exists.");
  }
}

/** When the comment was written last (developers.cloudflare.com/api, "DNS Record Details"). */
function commentDate({ comment }: ReadRecord, now: string, before?: ShownRecord): Partial<ShownRecord> {
  if (comment === null) return {};
  const kept = before?.comment === comment ? before.comment_modified_on : undefined;
  return { comment_modified_on: kept ?? now };
}
