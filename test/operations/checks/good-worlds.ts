import type { SeenRecord, SeenZone } from "../../../src/io/cloudflare.ts";
import type { CaaRecord } from "../../../src/io/probes/name-lookup.ts";
import type { WebAnswer } from "../../../src/io/probes/web.ts";
import type { JsonObject } from "../../../src/kinds/json.ts";
import { paths } from "../../../src/operations/checks/after/paths.ts";
import {
  certifiedNames,
  type Declared,
  type FactsAfter,
  type FactsBefore,
} from "../../../src/operations/checks/facts.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { wordsOf } from "../../../src/plan/dns-zones.ts";
import type { PlannedRecord } from "../../../src/plan/plan.ts";
import { exampleSpec } from "../../plan/example-spec.ts";
import { container } from "../situation.ts";

const named = { hostName: "chat.acme.example.org", addresses: { ipv4: "203.0.113.7" } } as const;

/** The servers that worlds are about. */
export const servers = {
  /** A closed one with a certificate from Let's Encrypt, its records made by hand. */
  public: named,
  /** The same, its records made through Cloudflare. */
  cloudflare: { ...named, dns: "cloudflare" },
  /** One that talks to all others. */
  open: { ...named, federation: "open" },
  /** One with certificate files of its own. */
  files: { tls: { mode: "files", certificateFile: "c.pem", keyFile: "k.pem" }, adminContact: "mailto:a@b.example" },
  /** One that tells the world itself where it is. */
  here: { ...named, delegation: "here" },
  /** One through which members can call each other. */
  calls: { ...named, calls: { relayPorts: "49160-49163" } },
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
  const words = wordsOf({ type, content });
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

function declaredFor(kind: ServerKind): Declared {
  const spec = exampleSpec(servers[kind]);
  const plan = decidePlan("acme", spec);
  const records = kind === "open" ? [...plan.dns.records, srv] : plan.dns.records;
  return { spec, plan: { ...plan, dns: { ...plan.dns, records } }, now };
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
    engine: {
      seen: { version: "28.1.0", memoryBytes: 8e9, processors: 4, dataFolder: "/var/lib/docker", published: [] },
    },
    missingImages: { seen: ["synapse"] },
    taken: { seen: [] },
    disk: { seen: { folder: "/var/lib/docker", freeBytes: 40e9, totalBytes: 80e9 } },
    boot: { seen: { unit: "enabled" } },
    clockKept: { seen: { kept: true } },
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
    imagesInReach: { seen: true },
  };
}

/** An answer of the proxy. */
export function answer(differences: Partial<WebAnswer> & { readonly json?: JsonObject } = {}): {
  readonly seen: WebAnswer;
} {
  const { json, ...rest } = differences;
  const headers = { "x-content-type-options": "nosniff", "strict-transport-security": "max-age=31536000" };
  const body = json === undefined ? "" : JSON.stringify(json);
  return { seen: { status: 200, body, clockAheadSeconds: 0, ...rest, headers: { ...headers, ...rest.headers } } };
}

const open = { "access-control-allow-origin": "*" };
const key = { keyId: "ed25519:ck_12345678", publicKey: "Noi6WqcDj0QmPxCNQqgezwTlBKrfqehY1u2FyWP9uYw" };

/** A world in which that server serves as declared. */
export function goodAfter(kind: ServerKind): FactsAfter {
  const declared = declaredFor(kind);
  const { plan } = declared;
  const federates = plan.homeserver.federation.mode !== "closed";
  const client = { "m.homeserver": { base_url: plan.baseUrl } };
  const server = { "m.server": `${plan.hostName}:443` };
  const support = { contacts: [{ role: "m.role.admin", email_address: "a@b.example" }] };
  const gone = answer({ status: 404 });
  const certificate = {
    names: plan.hostName,
    namesHost: true,
    issuer: "CN=R11",
    validFrom: "2026-10-20T12:00:00.000Z",
    validTo: "2027-01-18T12:00:00.000Z",
    chainError: null,
  };
  const isDelegated = plan.serverName !== (plan.hostName as string);
  return {
    ...declared,
    wellKnown: { client, server: federates ? server : null, support: kind === "files" ? support : null },
    derivedKey: { seen: key },
    stack: {
      seen: { containers: Object.keys(plan.services).map((id) => container(id)), networks: [], volumes: [] },
    },
    engine: {
      seen: {
        version: "28.1.0",
        memoryBytes: 8e9,
        processors: 4,
        dataFolder: "/var/lib/docker",
        published: Object.values(plan.services).flatMap(({ name, ports }) =>
          ports.map(({ external, address, protocol }) => {
            return {
              port: external,
              address: address.replace("127.0.0.1", "0.0.0.0"),
              protocol,
              container: name,
              stack: "acme",
            };
          }),
        ),
      },
    },
    certificate: { seen: certificate },
    otherCertificates: Object.fromEntries(
      certifiedNames(declared)
        .filter((name) => name !== plan.hostName)
        .map((name) => [name, { seen: { ...certificate, names: name } }]),
    ),
    turn: plan.turn === null ? null : { answers: { seen: true }, certificate: { seen: certificate } },
    protocols: { seen: { oldVersions: [], weakSuites: [], newest: "TLSv1.3" } },
    web: {
      [paths.client]: answer({ json: client, headers: open }),
      [paths.server]: federates ? answer({ json: server, headers: open }) : gone,
      [paths.support]: kind === "files" ? answer({ json: support, headers: open }) : gone,
      [paths.versions]: answer({ json: { versions: ["v1.1", "v1.12"] } }),
      [paths.federationVersion]: federates
        ? answer({ json: { server: { name: "Synapse", version: "1.163.2" } } })
        : gone,
      [paths.keys]: federates ? answer({ json: { verify_keys: { [key.keyId]: { key: key.publicKey } } } }) : gone,
      [paths.admin]: gone,
      [paths.encodedAdmin]: gone,
      [paths.front]: answer({ headers: { "content-type": "text/plain" } }),
    },
    apex: isDelegated
      ? { seen: { client: answer({ json: client, headers: open }).seen, server: answer({ json: server }).seen } }
      : null,
    inside: { seen: { aliasStatus: 404, aliasError: "M_NOT_FOUND", keyApiStatus: federates ? 200 : 404 } },
    keysInside: { seen: [key] },
    gateways: plan.homeserver.push ? { seen: [{ gateway: "matrix.org", outcome: "reached", detail: "" }] } : null,
    uploads: { seen: { proxy: plan.homeserver.uploadBytes, synapse: plan.homeserver.uploadBytes } },
    drift: { seen: [] },
  };
}
