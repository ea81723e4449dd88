import { cases } from "./case.ts";

/** DNS settings that are wrong by themselves, or with the others. */
export const badDns = [
  ...cases(
    "DNS",
    "refuses",
    ["chatkeep:dns: route53", "chatkeep:dns", "Write `cloudflare` to create the records there"],
    ["chatkeep:dns: off", "chatkeep:dns", "Write `none`"],
    ["chatkeep:dns: Cloudflare", "chatkeep:dns", "expected `none` or `cloudflare`, found `Cloudflare`"],
    ["chatkeep:dns: { zone: acme.example.org }", "chatkeep:dns.provider", "expected `cloudflare`, found nothing"],
    ["chatkeep:dns: { provider: none }", "chatkeep:dns.provider", "found `none`"],
    ["chatkeep:dns: { provider: cloudflare, domain: acme.example }", "chatkeep:dns.domain", "no such setting"],
    ["chatkeep:dns: { provider: cloudflare, zone: https://acme.example/ }", "chatkeep:dns.zone", "without the scheme"],
    ['chatkeep:dns: { provider: cloudflare, zone: "*.acme.example" }', "chatkeep:dns.zone", "without the wildcard"],
    ["chatkeep:dns: { provider: cloudflare, token: abc }", "chatkeep:dns.token", "there is no such setting"],
  ),
  ...cases(
    "DNS",
    "accepts",
    ["chatkeep:dns: { provider: cloudflare, zone: acme }", "chatkeep:dns.zone", "32 hexadecimal digits"],
    [
      'chatkeep:dns: { provider: cloudflare, zone: "023e105f4ecef8ad9ca31a8372d0c35" }',
      "chatkeep:dns.zone",
      "32 hexadecimal digits",
    ],
  ),
  ...cases(
    "addresses",
    "refuses",
    ["chatkeep:addresses: 203.0.113.7", "chatkeep:addresses", "a group with `ipv4` or `ipv6`"],
    ["chatkeep:addresses: { ipv4: 2001:db8::7 }", "chatkeep:addresses.ipv4", "expected an IPv4 address, found"],
    ["chatkeep:addresses: { ipv6: 203.0.113.7 }", "chatkeep:addresses.ipv6", "expected an IPv6 address, found"],
    ["chatkeep:addresses: { ipv4: chat.acme.example }", "chatkeep:addresses.ipv4", "such as `203.0.113.7`"],
    ["chatkeep:addresses: { ipv4: 203.0.113.0/24 }", "chatkeep:addresses.ipv4", "expected an IPv4 address"],
    ["chatkeep:addresses: { ip: 203.0.113.7 }", "chatkeep:addresses.ip", "there is no such setting"],
  ),
  ...cases(
    "addresses",
    "accepts",
    ["chatkeep:addresses: { ipv4: 203.0.113.256 }", "chatkeep:addresses.ipv4", "expected an IPv4 address, found"],
    ["chatkeep:addresses: { ipv4: 127.0.0.1 }", "chatkeep:addresses.ipv4", "a public"],
    ["chatkeep:addresses: { ipv4: 0.0.0.0 }", "chatkeep:addresses.ipv4", "a public"],
    ["chatkeep:addresses: { ipv4: 169.254.10.1 }", "chatkeep:addresses.ipv4", "a public"],
    ['chatkeep:addresses: { ipv6: "::1" }', "chatkeep:addresses.ipv6", "a public"],
    ['chatkeep:addresses: { ipv6: "0::01" }', "chatkeep:addresses.ipv6", "a public"],
    ['chatkeep:addresses: { ipv6: "fe80::1" }', "chatkeep:addresses.ipv6", "a public"],
  ),
  ...cases(
    "contradictions",
    "accepts",
    ["chatkeep:dns: cloudflare", "chatkeep:addresses", "need an address"],
    [
      "chatkeep:serverName: chatserver\nchatkeep:tls: internal\nchatkeep:dns: cloudflare\nchatkeep:addresses: { ipv4: 203.0.113.7 }",
      "chatkeep:dns",
      "cannot be in a zone",
    ],
    [
      "chatkeep:dns: { provider: cloudflare, zone: example.org }\nchatkeep:hostName: chat.acme.example\nchatkeep:tls: internal\nchatkeep:addresses: { ipv4: 203.0.113.7 }",
      "chatkeep:dns.zone",
      "`chat.acme.example` is not in the zone `example.org`",
    ],
    [
      "chatkeep:hostName: chat.evil-acme.org\nchatkeep:dns: { provider: cloudflare, zone: acme.org }\nchatkeep:addresses: { ipv4: 203.0.113.7 }",
      "chatkeep:dns.zone",
      "is not in the zone `acme.org`",
    ],
  ),
];
