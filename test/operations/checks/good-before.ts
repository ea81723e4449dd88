import type { SeenRecord, SeenZone } from "../../../src/io/cloudflare/cloudflare.ts";
import type { CaaRecord } from "../../../src/io/probes/name-lookup.ts";
import type { Declared, FactsBefore } from "../../../src/operations/checks/facts.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import type { PlannedRecord } from "../../../src/plan/dns/planned.ts";
import { dataOf } from "../../../src/plan/dns/zones.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { goodEngine } from "../up/situation.ts";

const named = { hostName: "chat.acme.example.org", addresses: { ipv4: "203.0.113.7" } } as const;

/** The servers that worlds are about. */
export const servers = {
  /** A closed one with a certificate from Let's Encrypt, its records made by hand. */
  public: named,
  /** The same, its records made through Cloudflare. */
  cloudflare: { ...named, dns: "cloudflare" },
  /** One that talks to all others. */
  open: { ...named, federation: "open" },
  /** One that talks to some others. */
  partners: { ...named, federation: { mode: "allowlist", servers: ["partner.example", "other.example:8443"] } },
  /** One with certificate files of its own. */
  files: { tls: { mode: "files", certificateFile: "c.pem", keyFile: "k.pem" }, adminContact: "mailto:a@b.example" },
  /** One that tells the world itself where it is. */
  here: { ...named, delegation: "here" },
  /** One through which members can call each other. */
  calls: { ...named, calls: { relayPorts: "49160-49163" } },
  /** One that makes backups every hour. */
  backups: { ...named, backup: { repository: "/srv/chatkeep" } },
  /** One on this machine alone, with an authority of its own. */
  internal: { tls: "internal", push: "off" },
} as const;

/** The name of one of them. */
export type ServerKind = keyof typeof servers;

const host = "chat.acme.example.org";
const apex = "acme.example.org";
const now = "2026-11-20T12:00:00.000Z";
const service = "_matrix-fed._tcp.acme.example.org";
const srv = { name: service, type: "SRV", content: `10 5 443 ${host}.`, ttl: 3600, comment: "", why: "" } as const;

/** The zone as a good token sees it. */
export const goodZone: SeenZone = {
  id: "023e105f4ecef8ad9ca31a8372d0c353",
  name: "example.org",
  permissions: ["#dns_records:edit", "#dns_records:read", "#zone:read"],
};

/** A planned record as Cloudflare shows it. */
export function seenRecord({ type, name, content, ttl, comment }: PlannedRecord): SeenRecord {
  const words = dataOf({ type, content });
  const data = "data" in words ? { ...words.data } : null;
  return {
    id: `${type} ${name} ${content}`,
    zoneId: goodZone.id,
    type,
    name,
    content,
    data,
    ttl,
    proxied: false,
    comment,
  };
}

/** Who may issue, as it is planned. */
export const goodCaa: readonly CaaRecord[] = [
  { at: host, tag: "issue", value: "letsencrypt.org" },
  { at: host, tag: "issuewild", value: ";" },
];

/** What is declared for one of them. */
export function declaredFor(kind: ServerKind): Declared {
  const settings = exampleSettings(servers[kind]);
  const plan = decidePlan("acme", settings);
  const records = kind === "open" ? [...plan.dns.records, srv] : plan.dns.records;
  return { settings, plan: { ...plan, dns: { ...plan.dns, records } }, now };
}

/** A world in which nothing stands in the way of that server. */
export function goodBefore(kind: ServerKind): FactsBefore {
  const declared = declaredFor(kind);
  const isPublic = declared.plan.proxy.tls.mode === "acme";
  const lookups = {
    seen: {
      [host]: { a: ["203.0.113.7"], aaaa: [], srv: [], caa: goodCaa },
      ...(kind === "here"
        ? { [apex]: { a: ["203.0.113.7"], aaaa: [], srv: [], caa: goodCaa.map((each) => ({ ...each, at: apex })) } }
        : {}),
      ...(kind === "open" ? { [service]: { a: [], aaaa: [], caa: [], srv: [`10 5 443 ${host}`] } } : {}),
    },
  };
  return {
    ...declared,
    engine: { seen: goodEngine },
    missingImages: { seen: ["synapse"] },
    taken: { seen: [] },
    disk: { seen: { folder: "/var/lib/docker", freeBytes: 40e9, totalBytes: 80e9 } },
    boot: { seen: { unit: "enabled" } },
    clockKept: { seen: { kept: true } },
    engineRules: { seen: true },
    company: { seen: { people: ["ana"], isApart: true } },
    ownAddresses: { seen: ["192.0.2.44", "2001:db8::44"] },
    world: isPublic ? lookups : null,
    own: isPublic ? lookups : null,
    zone:
      declared.plan.dns.provider === "none"
        ? null
        : {
            seen: {
              token: { status: "active", zones: [goodZone] },
              records: declared.plan.dns.records.map(seenRecord),
            },
          },
    authority: isPublic ? { seen: { caaIdentities: ["letsencrypt.org"], clockAheadSeconds: 0 } } : null,
    accounts: { seen: [] },
    imagesInReach: { seen: true },
  };
}
