import type { UsedProperty } from "../table/used-property.ts";

type Rows = Readonly<Record<string, UsedProperty>>;

/** Every property that the program writes on a record (stacks/components/dns.ts), as the official provider's schema has them (terraform-provider-cloudflare 5.22.0). */
const dnsRecord: Rows = {
  zoneId: seen("replaces", "refused"),
  type: seen("replaces", "refused"),
  name: seen("in place", "refused"),
  content: seen("in place", "nothing"),
  data: seen("in place", "in place"),
  "data.flags": seen("in place", "in place"),
  "data.tag": seen("in place", "in place"),
  "data.value": seen("in place", "in place"),
  "data.priority": seen("in place", "in place"),
  "data.weight": seen("in place", "in place"),
  "data.port": seen("in place", "in place"),
  "data.target": seen("in place", "in place"),
  priority: seen("in place", "in place"),
  ttl: seen("in place", "refused"),
  proxied: seen("in place", "nothing", false),
  comment: seen("in place", "in place", null),
};

/** Every property that the program writes at Cloudflare, and what becomes of it. Each row is held against the fake of its API in test/airgap/cloudflare-properties.test.ts. */
export const usedCloudflareProperties = { "dnsRecord:DnsRecord": dnsRecord } as const;

/** A property whose value Cloudflare shows. */
function seen(
  changed: UsedProperty["changed"],
  removed: UsedProperty["removed"],
  preset?: UsedProperty["preset"],
): UsedProperty {
  return { changed, removed, preset, shown: "by the engine" };
}
