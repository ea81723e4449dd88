import type { ShownRecord } from "./record.ts";
import { nameServers } from "./zone.ts";

type FiledRecord = Pick<ShownRecord, "name" | "type" | "content" | "ttl" | "proxied"> & {
  readonly priority?: number | undefined;
};

/** What Cloudflare's proxy answers with in place of the record's own address. */
const proxyAddresses = { A: "104.16.132.229", AAAA: "2606:4700::6810:84e5" } as const;

/** Cloudflare answers "automatic" with this many seconds. */
const automaticSeconds = 300;

/** A zone as a file (RFC 1035, section 5): its own records, and those that every zone has. */
export function zoneFile(zone: string, records: readonly FiledRecord[], serial: number): string {
  const origin = zone === "." ? "." : `${zone}.`;
  const [first] = nameServers;
  return [
    `${origin} 300 IN SOA ${first}. dns.cloudflare.com. ${serial} 10000 2400 604800 300`,
    ...nameServers.map((server) => `${origin} 300 IN NS ${server}.`),
    ...records.map(
      (record) => `${record.name}. ${record.ttl === 1 ? automaticSeconds : record.ttl} IN ${said(record)}`,
    ),
    "",
  ].join("\n");
}

function said({ type, content, priority, proxied }: FiledRecord): string {
  switch (type) {
    case "A":
    case "AAAA":
      return `${type} ${proxied ? proxyAddresses[type] : content}`;
    case "CNAME":
      return proxied ? `A ${proxyAddresses.A}` : `CNAME ${content}.`;
    case "NS":
      return `NS ${content}.`;
    case "MX":
      return `MX ${priority} ${content}.`;
    case "SRV":
      return `SRV ${priority} ${content}.`;
    case "TXT":
      return `TXT ${strings(content)}`;
    default:
      return `${type} ${content}`;
  }
}

/** Strings of at most 255 bytes (RFC 1035, section 3.3); a content in quotes is written as a zone file has it. */
function strings(content: string): string {
  if (/^".*"$/s.test(content)) return content;
  const parts = content.match(/[\s\S]{1,255}/g) ?? [""];
  return parts.map((part) => `"${part.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`).join(" ");
}
