import type { SeenRecord } from "../../../src/io/cloudflare.ts";
import type { Answers } from "../../../src/io/probes/name-lookup.ts";
import type { FactsBefore, ZoneSeen } from "../../../src/operations/checks/facts.ts";
import { goodCaa, goodZone, seenRecord } from "./good-worlds.ts";
import type { WrongBefore } from "./wrong-world.ts";

const host = "chat.acme.example.org";
const seen = <Seen>(value: Seen) => ({ seen: value });

/** The name as everyone sees it, here too. */
function named(differences: Partial<Answers>): Partial<FactsBefore> {
  const service = { a: [], aaaa: [], caa: [], srv: [`10 5 443 ${host}`] };
  const lookups = seen({
    "_matrix-fed._tcp.acme.example.org": service,
    [host]: { a: ["203.0.113.7"], aaaa: [], srv: [], caa: goodCaa, ...differences },
  });
  return { world: lookups, own: lookups };
}

function engine(differences: object) {
  return (good: FactsBefore): Partial<FactsBefore> =>
    "seen" in good.engine ? { engine: seen({ ...good.engine.seen, ...differences }) } : {};
}

function zone(differences: Partial<ZoneSeen>) {
  return (good: FactsBefore): Partial<FactsBefore> =>
    good.zone !== null && "seen" in good.zone ? { zone: seen({ ...good.zone.seen, ...differences }) } : {};
}

function authority(clockAheadSeconds: number | null): Partial<FactsBefore> {
  return { authority: seen({ caaIdentities: ["letsencrypt.org"], clockAheadSeconds }) };
}

function declared(serverName: string, hostName: string) {
  return ({ plan }: FactsBefore): Partial<FactsBefore> => {
    const names = { serverName: serverName as typeof plan.serverName, hostName: hostName as typeof plan.hostName };
    return { plan: { ...plan, ...names } };
  };
}

function token(differences: Partial<ZoneSeen["token"]>) {
  return zone({ token: { status: "active", zones: [goodZone], ...differences }, records: [] });
}

/** The zone with the server's own address record, changed, and others beside it. */
function records(changed: Partial<SeenRecord>, ...others: readonly Partial<SeenRecord>[]) {
  const own = seenRecord({ name: host, type: "A", content: "203.0.113.7", ttl: 300, comment: "", why: "" });
  return zone({
    records: [{ ...own, ...changed }, ...others.map((each, index) => ({ ...own, id: `${index}`, ...each }))],
  });
}

/** What can be wrong before there is a server. */
export const wrongBefore: readonly WrongBefore[] = [
  {
    title: "the A record leads to another machine",
    server: "public",
    otherwise: named({ a: ["198.51.100.9"] }),
    found: { "dns.address": "wrong" },
    advice: /Set the A record of chat\.acme\.example\.org to 203\.0\.113\.7/,
  },
  {
    title: "one of two A records leads to another machine",
    server: "public",
    otherwise: named({ a: ["198.51.100.9", "203.0.113.7"] }),
    found: { "dns.address": "wrong" },
    advice: /Set the A record/,
  },
  {
    title: "the server name leads to another machine, though its documents are to be served here",
    server: "public",
    otherwise: (good) => ({
      plan: withRecords(good, [
        ...good.plan.dns.records,
        { ...aaaa, type: "A", name: "acme.example.org", content: "203.0.113.7" },
      ]),
      ...withApex(good, "198.51.100.9"),
    }),
    found: { "dns.address": "wrong" },
    advice: /Set the A record of acme\.example\.org to 203\.0\.113\.7/,
  },
  {
    title: "there is no record at all",
    server: "public",
    otherwise: named({ a: [] }),
    found: { "dns.address": "wrong" },
    advice: /Make it where your names are kept: {2}chat\.acme\.example\.org\. 3600 IN A 203\.0\.113\.7/,
  },
  {
    title: "the A record is a private address, and none is declared",
    server: "public",
    otherwise: (good) => ({
      ...named({ a: ["192.168.1.10"] }),
      plan: withRecords(good, []),
      ownAddresses: seen(["192.168.1.10"]),
    }),
    found: { "dns.address": "wrong" },
    advice: /to this server's public address/,
  },
  {
    title: "the A record is not an address of this machine, and none is declared",
    server: "public",
    otherwise: (good) => ({ plan: withRecords(good, []) }),
    found: { "dns.address": "wrong" },
    advice: /to 192\.0\.2\.44/,
  },
  {
    title: "Cloudflare makes the records, and the world sees another address",
    server: "cloudflare",
    otherwise: named({ a: ["198.51.100.9"] }),
    found: { "dns.address": "warning" },
    advice: /npx chatkeep up/,
  },
  {
    title: "an AAAA record leads to another machine",
    server: "public",
    otherwise: (good) => ({ ...named({ aaaa: ["2001:db8::bad"] }), plan: onIpv6(good) }),
    found: { "dns.ipv6": "wrong" },
    advice: /Set the AAAA record of .* to 2001:db8::44, or delete it/,
  },
  {
    title: "the AAAA record that is declared is missing",
    server: "public",
    otherwise: (good) => ({
      plan: withRecords(good, [...good.plan.dns.records, { ...aaaa, content: "2001:db8:0::44" }]),
    }),
    found: { "dns.ipv6": "warning" },
    advice: /IN AAAA 2001:db8::44/,
  },
  {
    title: "IPv6 is announced, and nobody listens there",
    server: "public",
    otherwise: named({ aaaa: ["2001:db8::44"] }),
    found: { "ports.ipv6": "warning" },
    advice: /Delete the AAAA record/,
  },
  {
    title: "the record stands behind Cloudflare's proxy, as the world sees it",
    server: "public",
    otherwise: named({ a: ["104.21.3.4"], aaaa: ["2606:4700:3033::6815:304"] }),
    found: { "dns.proxied": "wrong" },
    advice: /DNS only/,
  },
  {
    title: "this machine's own resolver says something else",
    server: "public",
    otherwise: { own: seen({ [host]: { a: ["10.0.0.5"], aaaa: [], srv: [], caa: [] } }) },
    found: { "dns.own": "warning" },
    advice: /etc\/hosts/,
  },
  {
    title: "the SRV record is missing",
    server: "open",
    otherwise: ({ world }) => {
      if (world === null || !("seen" in world)) return {};
      const { [host]: ofHost } = world.seen;
      const lookups = seen(ofHost === undefined ? {} : { [host]: ofHost });
      return { world: lookups, own: lookups };
    },
    found: { "dns.records": "wrong" },
    advice: /where your names are kept/,
  },
  {
    title: "the CAA records that are declared are missing",
    server: "public",
    otherwise: named({ caa: [] }),
    found: { "dns.records": "warning" },
    advice: /where your names are kept/,
  },
  {
    title: "no name server answers",
    server: "public",
    otherwise: { world: { unseen: "name servers do not answer (ETIMEOUT)" } },
    found: {
      "dns.address": "unknown",
      "dns.ipv6": "unknown",
      "ports.ipv6": "unknown",
      "dns.proxied": "unknown",
      "dns.records": "unknown",
      "dns.caa": "unknown",
    },
    advice: /port 53/,
  },
  {
    title: "CAA lets another authority issue alone",
    server: "public",
    otherwise: named({ caa: [{ at: "example.org", tag: "issue", value: "digicert.com" }] }),
    found: { "dns.caa": "wrong", "dns.records": "warning" },
    advice: /example\.org\. IN CAA 0 issue "letsencrypt\.org"/,
  },
  {
    title: "CAA lets nobody issue",
    server: "public",
    otherwise: named({ caa: [{ at: host, tag: "issue", value: ";" }] }),
    found: { "dns.caa": "wrong", "dns.records": "warning" },
    advice: /IN CAA 0 issue/,
  },
  {
    title: "CAA allows the authority, but not the way it proves the name",
    server: "public",
    otherwise: named({ caa: [{ at: host, tag: "issue", value: "letsencrypt.org; validationmethods=dns-01" }] }),
    found: { "dns.caa": "wrong", "dns.records": "warning" },
    advice: /validationmethods/,
  },
  {
    title: "CAA allows the authority to look at port 80 alone, and the name is to be proved by a record",
    server: "cloudflare",
    otherwise: ({ plan }) => {
      if (plan.proxy.tls.mode !== "acme") return {};
      const tls = { ...plan.proxy.tls, challenge: "dns" } as const;
      const caa = [{ at: host, tag: "issue", value: "letsencrypt.org; validationmethods=http-01,tls-alpn-01" }];
      return { ...named({ caa }), plan: { ...plan, proxy: { ...plan.proxy, tls } } };
    },
    found: { "dns.caa": "wrong", "dns.records": "warning" },
    advice: /Add dns-01 to validationmethods/,
  },
  {
    title: "CAA of the server name forbids the authority, though its documents are served here",
    server: "public",
    otherwise: (good) => {
      if (good.world === null || !("seen" in good.world)) return {};
      const caa = [{ at: "acme.example.org", tag: "issue", value: "another.example" }];
      const apex = { a: ["203.0.113.7"], aaaa: [], srv: [], caa };
      const wellKnownName = good.plan.serverName as string as typeof good.plan.hostName;
      return {
        plan: { ...good.plan, proxy: { ...good.plan.proxy, wellKnownName } },
        world: seen({ ...good.world.seen, "acme.example.org": apex }),
        ownAddresses: seen(["203.0.113.7"]),
      };
    },
    found: { "dns.caa": "wrong" },
    advice: /acme\.example\.org\. IN CAA 0 issue "letsencrypt\.org"/,
  },
  {
    title: "another program has port 443",
    server: "public",
    otherwise: { taken: seen([{ port: 443, address: "0.0.0.0" }]) },
    found: { "ports.free": "wrong" },
    advice: /ss -ltnp 'sport = :443'/,
  },
  {
    title: "another program has port 80",
    server: "public",
    otherwise: { taken: seen([{ port: 80, address: "0.0.0.0" }]) },
    found: { "ports.free": "wrong" },
    advice: /sport = :80/,
  },
  {
    title: "the ports cannot be tried, because the engine is elsewhere",
    server: "public",
    otherwise: { taken: { unseen: "the engine is on another machine" } },
    found: { "ports.free": "unknown" },
    advice: /on the server itself/,
  },
  {
    title: "another container has port 443",
    server: "public",
    otherwise: engine({ published: [{ port: 443, address: "0.0.0.0", container: "nginx", stack: null }] }),
    found: { "ports.containers": "wrong" },
    advice: /stop that container/,
  },
  {
    title: "the engine is too old",
    server: "public",
    otherwise: engine({ version: "19.03.15" }),
    found: { "engine.version": "wrong" },
    advice: /Update Docker/,
  },
  {
    title: "the engine does not answer",
    server: "public",
    otherwise: {
      engine: { unseen: "connect ENOENT /var/run/docker.sock" },
      missingImages: { unseen: "connect ENOENT /var/run/docker.sock" },
    },
    found: {
      "engine.version": "unknown",
      "engine.memory": "unknown",
      "engine.processors": "unknown",
      "ports.containers": "unknown",
      "images.source": "unknown",
    },
    advice: /systemctl start docker/,
  },
  {
    title: "the machine has less memory than is declared",
    server: "public",
    otherwise: engine({ memoryBytes: 2 ** 30 }),
    found: { "engine.memory": "wrong" },
    advice: /chatkeep:memory/,
  },
  {
    title: "the machine has fewer processors than are declared",
    server: "internal",
    otherwise: engine({ processors: 1 }),
    found: { "engine.processors": "warning" },
    advice: /chatkeep:processors to 1/,
  },
  {
    title: "the disk is full",
    server: "internal",
    otherwise: { disk: seen({ folder: "/var/lib/docker", freeBytes: 0, totalBytes: 80e9 }) },
    found: { "engine.disk": "wrong" },
    advice: /Make room/,
  },
  {
    title: "the disk is nearly full",
    server: "internal",
    otherwise: { disk: seen({ folder: "/var/lib/docker", freeBytes: 4e9, totalBytes: 80e9 }) },
    found: { "engine.disk": "warning" },
    advice: /Plan for more/,
  },
  {
    title: "the engine does not start with the machine",
    server: "internal",
    otherwise: { boot: seen({ unit: "disabled" }) },
    found: { "engine.boot": "warning" },
    advice: /systemctl enable docker/,
  },
  {
    title: "there is no systemd to start the engine",
    server: "internal",
    otherwise: { boot: seen({ unit: null }) },
    found: { "engine.boot": "warning" },
    advice: /starts when the machine does/,
  },
  {
    title: "the clock is ten minutes behind",
    server: "public",
    otherwise: authority(-600),
    found: { "clock.right": "wrong" },
    advice: /set-ntp true/,
  },
  {
    title: "the clock is a minute ahead",
    server: "public",
    otherwise: authority(60),
    found: { "clock.right": "warning" },
    advice: /set-ntp true/,
  },
  {
    title: "nothing keeps the clock",
    server: "internal",
    otherwise: { clockKept: seen({ kept: false }) },
    found: { "clock.kept": "warning" },
    advice: /set-ntp true/,
  },
  {
    title: "nobody says whether something keeps the clock",
    server: "internal",
    otherwise: { clockKept: seen({ kept: null }) },
    found: { "clock.kept": "warning" },
    advice: /chrony/,
  },
  {
    title: "the certificate authority does not answer",
    server: "public",
    otherwise: { authority: { unseen: "no answer in 6 s" } },
    found: { "tls.authority": "unknown", "clock.right": "unknown" },
    advice: /port 443/,
  },
  {
    title: "the host name is longer than some authorities take",
    server: "internal",
    otherwise: declared("acme.example.org", `${"a".repeat(60)}.example.org`),
    found: { "name.length": "warning" },
    advice: /shorter name/,
  },
  {
    title: "the server name is that of a service",
    server: "internal",
    otherwise: declared("matrix.acme.org", "matrix.acme.org"),
    found: { "name.form": "warning" },
    advice: /chatkeep:serverName to acme\.org and chatkeep:hostName to matrix\.acme\.org/,
  },
  {
    title: "the engine cannot get the official images",
    server: "internal",
    otherwise: { imagesInReach: seen(false) },
    found: { "images.source": "wrong" },
    advice: /chatkeep:imageSource to `local`/,
  },
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
    advice: /Give the token the zone of chat\.acme\.example\.org/,
  },
  {
    title: "the token reaches another zone alone, whose name only ends alike",
    server: "cloudflare",
    otherwise: token({ zones: [{ ...goodZone, name: "ample.org" }] }),
    found: { "dns.token": "wrong" },
    advice: /Give the token the zone/,
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
    advice: /this zone alone/,
  },
  {
    title: "the token may do more than make records",
    server: "cloudflare",
    otherwise: token({ zones: [{ ...goodZone, permissions: [...goodZone.permissions, "#zone_settings:edit"] }] }),
    found: { "dns.token-scope": "warning" },
    advice: /this zone alone/,
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
    advice: /Delete what is no longer meant/,
  },
  {
    title: "a CNAME has the name's place in the zone",
    server: "cloudflare",
    otherwise: records({ type: "CNAME", content: "old.example.net" }),
    found: { "dns.zone-records": "warning" },
    advice: /--replace-records/,
  },
];

const aaaa = { name: host, type: "AAAA", ttl: 300, comment: "", why: "" } as const;

function withRecords({ plan }: FactsBefore, records: FactsBefore["plan"]["dns"]["records"]): FactsBefore["plan"] {
  return { ...plan, dns: { ...plan.dns, records } };
}

/** The world that knows the server name too. */
function withApex({ world }: FactsBefore, address: string): Partial<FactsBefore> {
  if (world === null || !("seen" in world)) return {};
  const apex = { a: [address], aaaa: [], srv: [], caa: [] };
  return { world: seen({ ...world.seen, "acme.example.org": apex }) };
}

/** The plan with its ports on all IPv6 addresses too. */
function onIpv6({ plan }: FactsBefore): FactsBefore["plan"] {
  const { proxy } = plan.services;
  const ports = [...proxy.ports, { internal: 443, external: 443, address: "::" }];
  return { ...plan, services: { ...plan.services, proxy: { ...proxy, ports } } };
}
