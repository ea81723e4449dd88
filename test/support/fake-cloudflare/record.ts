import { isIPv4, isIPv6 } from "node:net";
import { invalid } from "./answer.ts";

/** A record as the API shows it. */
export interface ShownRecord {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly content: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly priority?: number;
  readonly proxiable: boolean;
  readonly proxied: boolean;
  readonly ttl: number;
  readonly comment: string | null;
  readonly tags: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly created_on: string;
  readonly modified_on: string;
  /** Left out where there is no comment. */
  readonly comment_modified_on?: string;
}

/** What a caller says of a record; the rest is the zone's to say. */
export type ReadRecord = Omit<ShownRecord, "id" | "created_on" | "modified_on" | "comment_modified_on">;

/** What a caller may write of a record. */
export type WrittenRecord = Readonly<Record<string, unknown>>;

/** What a record says, brought to Cloudflare's own spelling. */
type Meaning = Pick<ShownRecord, "type" | "name" | "content" | "data" | "priority">;

const types = ["A", "AAAA", "CAA", "CNAME", "MX", "NS", "SRV", "TXT"] as const;

/** Reads a record that someone wrote; what is wrong is refused with Cloudflare's numbers. */
export function readRecord(written: WrittenRecord, zone: string): ReadRecord {
  const type = String(written.type ?? "").toUpperCase();
  if (!types.some((known) => known === type)) throw invalid(9004, `Invalid type ${type}. Must be ${types.join(", ")}.`);
  const name = fullName(String(written.name ?? ""), zone);
  const proxiable = type === "A" || type === "AAAA" || type === "CNAME";
  if (written.proxied === true && !proxiable)
    throw invalid(9003, `Invalid 'proxied' value, must be false for a record of type ${type}.`);
  const proxied = written.proxied === true;
  return {
    name,
    type,
    ...readContent(type, name, written),
    proxiable,
    proxied,
    ttl: proxied ? 1 : readTtl(written.ttl),
    comment: readComment(written.comment),
    tags: Array.isArray(written.tags) ? written.tags.map(String) : [],
    settings: isObject(written.settings) ? written.settings : {},
    meta: {},
  };
}

/** Names are taken for relative ones unless they end in the zone's own, whole labels compared. */
function fullName(written: string, zone: string): string {
  const name = written.toLowerCase().replace(/\.$/, "");
  if (name === "") throw invalid(9000, "DNS name is invalid.");
  const full = name === "@" || name === zone ? zone : name.endsWith(`.${zone}`) ? name : `${name}.${zone}`;
  const isName = full.split(".").every((label) => /^(\*|[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)$/.test(label));
  if (!isName || full.length > 253) throw invalid(9000, "DNS name is invalid.");
  return full;
}

function readContent(
  type: string,
  name: string,
  written: WrittenRecord,
): Pick<Meaning, "content" | "data" | "priority"> {
  const content = typeof written.content === "string" ? written.content.trim() : "";
  switch (type) {
    case "A":
      if (!isIPv4(content)) throw invalid(9005, "Content for A record must be a valid IPv4 address.");
      return { content };
    case "AAAA":
      if (!isIPv6(content)) throw invalid(9006, "Content for AAAA record must be a valid IPv6 address.");
      return { content: new URL(`http://[${content}]/`).hostname.slice(1, -1) };
    case "CAA":
      return readCaa(written.data);
    case "SRV":
      return readService(written.data, written.priority);
    case "MX":
      return { content: target(content), priority: number(written.priority, "priority", 65_535) };
    case "TXT":
      if (content === "") throw invalid(9009, "Content for TXT record is invalid.");
      return { content };
    default:
      if (target(content) === name) throw invalid(9039, "CNAME content cannot reference itself.");
      return { content: target(content) };
  }
}

/** These two are refused without their parts, whatever `content` says (seen by libdns/cloudflare, models.go). */
function readCaa(data: unknown): Pick<Meaning, "content" | "data"> {
  if (!isObject(data)) throw invalid(9101, "flags is a required data field.");
  const flags = number(data.flags, "flags", 255);
  const [tag, value] = [String(data.tag ?? ""), data.value];
  if (!["issue", "issuewild", "iodef"].includes(tag)) throw invalid(9101, "tag is a required data field.");
  if (typeof value !== "string" || value === "") throw invalid(9101, "value is a required data field.");
  return { content: `${flags} ${tag} "${value}"`, data: { flags, tag, value } };
}

/** `content` leaves the priority out, which stands beside it (the same). */
function readService(data: unknown, beside: unknown): Pick<Meaning, "content" | "data" | "priority"> {
  if (!isObject(data)) throw invalid(9101, "target is a required data field.");
  const priority = number(data.priority ?? beside, "priority", 65_535);
  const weight = number(data.weight, "weight", 65_535);
  const port = number(data.port, "port", 65_535);
  const to = target(String(data.target ?? ""));
  return { content: `${weight} ${port} ${to}`, priority, data: { port, priority, target: to, weight } };
}

function target(written: string): string {
  const name = written.toLowerCase().replace(/\.$/, "");
  if (name !== "" && name.split(".").every((label) => /^[a-z0-9_-]{1,63}$/.test(label))) return name;
  throw invalid(9101, "target is a required data field.");
}

function number(value: unknown, field: string, most: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw invalid(9101, `${field} is a required data field.`);
}

/** 1 stands for "automatic". */
function readTtl(value: unknown): number {
  if (value === undefined || value === 1) return 1;
  if (typeof value === "number" && Number.isInteger(value) && value >= 60 && value <= 86_400) return value;
  throw invalid(9021, "Invalid TTL. Must be between 60 and 86400 seconds, or 1 for Automatic.");
}

function readComment(value: unknown): string | null {
  const comment = typeof value === "string" && value !== "" ? value : null;
  if (comment !== null && comment.length > 100) throw invalid(9306, "Comment must be at most 100 characters.");
  return comment;
}

/** Narrows to an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
