import { complain, group, leaf, optional } from "./leaf.ts";
import { bindAddresses } from "./names/name-settings.ts";
import { addresses, dns } from "./shapes/dns.ts";
import { integer } from "./shapes/quantities.ts";
import { trustedProxies } from "./shapes/trusted-proxies.ts";
import { plainText } from "./wording.ts";

const port = integer({ min: 1, max: 65_535, expected: "a port" });

const portOrOff = leaf<number | null>(
  { type: ["integer", "string"], minimum: 1, maximum: 65_535, pattern: "^(off|\\d{1,5})$" },
  (value) => {
    if (value === "off") return { value: null };
    const read = port.safeParse(value);
    if (read.success) return { value: read.data };
    const off = ["false", "0", "none", "no"].includes(plainText(value));
    return complain("a port, or `off`", value, `Write ${off ? "`off`" : "`80`, or `off`"}.`);
  },
);

/** Where the server is reached: its ports, addresses, DNS records, and the web servers in front of it. */
export const networkSettings = {
  ports: group({
    https: port.prefault(443).meta({ description: "The port for clients." }),
    http: portOrOff
      .prefault(80)
      .meta({ description: "Redirects browsers to https and answers ACME; off: not published." }),
  })
    .prefault({})
    .meta({
      description: "Ports on the machine; http: off publishes no port for http.",
      examples: [{ https: 8443, http: "off" }],
    }),
  bindAddress: bindAddresses.prefault("0.0.0.0").meta({
    description:
      'The addresses of the machine that ports are published on: 0.0.0.0 means all IPv4 addresses, [0.0.0.0, "::"] all IPv4 and IPv6 addresses.',
    examples: ["0.0.0.0", "127.0.0.1", ["0.0.0.0", "::"]],
  }),
  mtu: optional(integer({ min: 1_280, max: 65_535, expected: "bytes" })).meta({
    description:
      "The largest packet on the containers' networks, in bytes. Set it if the machine's own network takes less than 1500 (VPNs, some clouds); otherwise pages and files do not load.",
    examples: [1400],
  }),
  publicPort: port.optional().meta({
    description:
      "The port that clients connect to, if another web server forwards it to chatkeep:ports (docs/domain.md).",
    examples: [443],
  }),
  trustedProxies: trustedProxies.prefault([]).meta({
    description:
      "Web servers in front whose X-Forwarded-For header is trusted: addresses, networks, or host for this machine.",
    examples: [["host"], ["10.0.0.5"]],
  }),
  dns: dns.prefault("none").meta({
    description:
      "Who creates the DNS records: none (chatkeep prints them, you create them), cloudflare, or { provider: cloudflare, zone: acme.example }.",
    examples: ["none", "cloudflare", { provider: "cloudflare", zone: "acme.example" }],
  }),
  addresses: addresses.prefault({}).meta({
    description:
      'Public addresses of the server, for its DNS records. Add ipv6: "2001:db8::7" if ports are published on IPv6.',
    examples: [{ ipv4: "203.0.113.7" }, { ipv4: "203.0.113.7", ipv6: "2001:db8::7" }],
  }),
} as const;
