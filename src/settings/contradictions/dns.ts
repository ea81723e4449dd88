import type { WrittenSettings } from "../definitions.ts";
import type { Complaint } from "../leaf.ts";
import { isLoopbackName } from "../names/public-names.ts";
import { isZoneId } from "../shapes/dns.ts";

/** What `dns: cloudflare` needs of the other settings: an address for the records, and names that can be in the zone. */
export function dnsContradictions({
  dns,
  addresses,
  hostName,
  serverName,
}: Partial<WrittenSettings>): readonly Complaint[] {
  if (dns?.provider !== "cloudflare") return [];
  const name = hostName ?? serverName;
  return [
    ...(addresses === undefined || addresses.ipv4 !== null || addresses.ipv6 !== null ? [] : [noAddress]),
    ...(name === undefined ? [] : inNoZone(name, dns.zone)),
  ];
}

const noAddress: Complaint = {
  path: ["addresses"],
  found: "DNS records at Cloudflare need an address, and `chatkeep:addresses` has none",
  write: "Write `chatkeep:addresses: { ipv4: 203.0.113.7 }` with the server's public address.",
};

function inNoZone(name: string, zone: string | null): readonly Complaint[] {
  if (!name.includes(".") || isLoopbackName(name))
    return [
      {
        path: ["dns"],
        found: `this is \`cloudflare\`, but \`${name}\` cannot be in a zone at Cloudflare`,
        write: "Write `chatkeep:dns: none`, or choose a name in a domain that you own.",
      },
    ];
  if (zone === null || isZoneId(zone) || name === zone || name.endsWith(`.${zone}`)) return [];
  return [
    {
      path: ["dns", "zone"],
      found: `\`${name}\` is not in the zone \`${zone}\``,
      write: "Write the zone that the host name is in, or delete the line: the zone is then found from the host name.",
    },
  ];
}
