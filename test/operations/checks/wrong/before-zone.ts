import { goodZone } from "../good-before.ts";
import type { WrongBefore } from "../wrong-world.ts";
import { records, token } from "./changes-before.ts";

/** What can be wrong before there is a server, as `src/operations/checks/before/zone.ts` judges it. */
export const beforeZone: readonly WrongBefore[] = [
  {
    title: "the token is no longer valid",
    server: "cloudflare",
    otherwise: token({ status: "expired", zones: [] }),
    found: { "dns.token": "wrong" },
    advice: /Edit zone DNS/,
  },
  {
    title: "Cloudflare knows no such token",
    server: "cloudflare",
    otherwise: token({ status: "unknown", zones: [] }),
    found: { "dns.token": "wrong" },
    advice: /Edit zone DNS/,
  },
  {
    title: "the token reaches no zone",
    server: "cloudflare",
    otherwise: token({ zones: [] }),
    found: { "dns.token": "wrong" },
    advice: /Give the token access to the zone of chat\.acme\.example\.org/,
  },
  {
    title: "the token reaches another zone alone, whose name only ends alike",
    server: "cloudflare",
    otherwise: token({ zones: [{ ...goodZone, name: "ample.org" }] }),
    found: { "dns.token": "wrong" },
    advice: /Give the token access to the zone/,
  },
  {
    title: "the token may only read",
    server: "cloudflare",
    otherwise: token({ zones: [{ ...goodZone, permissions: ["#dns_records:read", "#zone:read"] }] }),
    found: { "dns.token": "wrong" },
    advice: /DNS: Edit/,
  },
  {
    title: "the token reaches more zones than it should",
    server: "cloudflare",
    otherwise: token({ zones: [goodZone, { ...goodZone, id: "1", name: "bank.example" }] }),
    found: { "dns.token-scope": "warning" },
    advice: /this zone only/,
  },
  {
    title: "the token may do more than make records",
    server: "cloudflare",
    otherwise: token({ zones: [{ ...goodZone, permissions: [...goodZone.permissions, "#zone_settings:edit"] }] }),
    found: { "dns.token-scope": "warning" },
    advice: /this zone only/,
  },
  {
    title: "Cloudflare does not answer",
    server: "cloudflare",
    otherwise: { zone: { unseen: "no answer in 30 s" } },
    found: {
      "dns.token": "unknown",
      "dns.token-scope": "unknown",
      "dns.zone-proxied": "unknown",
      "dns.zone-records": "unknown",
    },
    advice: /api\.cloudflare\.com/,
  },
  {
    title: "there is no token yet",
    server: "cloudflare",
    otherwise: { zone: { unseen: "the API token is missing", advice: "Name a file that holds it." } },
    found: {
      "dns.token": "unknown",
      "dns.token-scope": "unknown",
      "dns.zone-proxied": "unknown",
      "dns.zone-records": "unknown",
    },
    advice: /^Name a file that holds it\.$/,
  },
  {
    title: "the record in the zone is proxied",
    server: "cloudflare",
    otherwise: records({ proxied: true, ttl: 1 }),
    found: { "dns.zone-proxied": "wrong" },
    advice: /DNS only/,
  },
  {
    title: "the zone has a second address for the name",
    server: "cloudflare",
    otherwise: records({}, { content: "198.51.100.9" }),
    found: { "dns.zone-records": "warning" },
    advice: /Delete the records that you no longer need/,
  },
  {
    title: "a CNAME has the name's place in the zone",
    server: "cloudflare",
    otherwise: records({ type: "CNAME", content: "old.example.net" }),
    found: { "dns.zone-records": "warning" },
    advice: /--replace-records/,
  },
];
