import type { CertificateSeen, ProtocolsSeen } from "../../../src/io/probes/handshake.ts";
import type { InsideSeen } from "../../../src/io/probes/inside.ts";
import type { WebAnswer } from "../../../src/io/probes/web.ts";
import type { Observed } from "../../../src/kinds/observed.ts";
import { paths } from "../../../src/operations/checks/after/paths.ts";
import type { FactsAfter } from "../../../src/operations/checks/facts.ts";
import { container } from "../situation.ts";
import { answer } from "./good-worlds.ts";
import type { WrongAfter } from "./wrong-world.ts";

const seen = <Seen>(value: Seen) => ({ seen: value });
const open = { "access-control-allow-origin": "*" };

function certificate(differences: Partial<CertificateSeen>) {
  return (good: FactsAfter): Partial<FactsAfter> =>
    "seen" in good.certificate ? { certificate: seen({ ...good.certificate.seen, ...differences }) } : {};
}

function protocols(differences: Partial<ProtocolsSeen>): Partial<FactsAfter> {
  return { protocols: seen({ oldVersions: [], weakSuites: [], newest: "TLSv1.3", ...differences }) };
}

function web(path: string, answered: Observed<WebAnswer>) {
  return (good: FactsAfter): Partial<FactsAfter> => ({ web: { ...good.web, [path]: answered } });
}

function inside(differences: Partial<InsideSeen>) {
  return (good: FactsAfter): Partial<FactsAfter> =>
    "seen" in good.inside ? { inside: seen({ ...good.inside.seen, ...differences }) } : {};
}

function published(...doors: readonly string[]) {
  return (good: FactsAfter): Partial<FactsAfter> => {
    if (!("seen" in good.engine)) return {};
    const ports = doors.map((door) => {
      return { port: Number(door.split(":")[1]), address: door.split(":")[0] ?? "", container: "c", stack: "acme" };
    });
    return { engine: seen({ ...good.engine.seen, published: ports }) };
  };
}

function containers(ill: ReturnType<typeof container> | null, role: string): Partial<FactsAfter> {
  const well = ["postgres", "synapse", "proxy"].filter((each) => each !== role).map((each) => container(each));
  return { stack: seen({ containers: ill === null ? well : [...well, ill], networks: [], volumes: [] }) };
}

const client = { "m.homeserver": { base_url: "https://chat.acme.example.org" } };
const stranger = { keyId: "ed25519:ck_87654321", publicKey: "Noi6WqcDj0QmPxCNQqgezwTlBKrfqehY1u2FyWP9uYw" };

/** What can be wrong with a running server. */
export const wrongAfter: readonly WrongAfter[] = [
  {
    title: "Synapse's container was removed",
    server: "public",
    otherwise: containers(null, "synapse"),
    found: { "services.healthy": "wrong" },
    advice: /logs synapse --stack acme/,
  },
  {
    title: "Postgres is stopped",
    server: "public",
    otherwise: containers(
      { ...container("postgres"), state: { kind: "ended", exitCode: 137, at: "then" } },
      "postgres",
    ),
    found: { "services.healthy": "wrong" },
    advice: /logs postgres/,
  },
  {
    title: "the engine does not answer",
    server: "public",
    otherwise: { stack: { unseen: "no engine" }, engine: { unseen: "no engine" } },
    found: { "services.healthy": "unknown", "ports.published": "unknown" },
    advice: /^$/,
  },
  {
    title: "Postgres is published too",
    server: "public",
    otherwise: published("0.0.0.0:443", "0.0.0.0:80", "0.0.0.0:5432"),
    found: { "ports.published": "wrong" },
    advice: /docker ps/,
  },
  {
    title: "port 80 is not open",
    server: "public",
    otherwise: published("0.0.0.0:443"),
    found: { "ports.published": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "a container was changed by hand",
    server: "public",
    otherwise: { drift: seen([{ what: "container", name: "synapse", found: "changed" }]) },
    found: { drift: "wrong" },
    advice: /npx chatkeep preview --stack acme/,
  },
  {
    title: "settings were changed and not brought up",
    server: "public",
    otherwise: { drift: seen([{ what: "container", name: "proxy", found: "to be changed" }]) },
    found: { drift: "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "an `up` is at work",
    server: "public",
    otherwise: { drift: { unseen: "`chatkeep up` is at work on this stack" } },
    found: { drift: "unknown" },
    advice: /^$/,
  },
  {
    title: "apps are answered with 502",
    server: "public",
    otherwise: web(paths.versions, answer({ status: 502 })),
    found: { "client.versions": "wrong" },
    advice: /logs synapse/,
  },
  {
    title: "other servers are answered with 404",
    server: "open",
    otherwise: web(paths.federationVersion, answer({ status: 404 })),
    found: { "federation.version": "wrong" },
    advice: /logs synapse/,
  },
  {
    title: "a server that federates publishes another key",
    server: "open",
    otherwise: web(paths.keys, answer({ json: { verify_keys: { [stranger.keyId]: { key: stranger.publicKey } } } })),
    found: { "keys.server": "wrong" },
    advice: /before you know why/,
  },
  {
    title: "a server that federates publishes another key under the same name",
    server: "open",
    otherwise: web(paths.keys, answer({ json: { verify_keys: { "ed25519:ck_12345678": { key: "other" } } } })),
    found: { "keys.server": "wrong" },
    advice: /before you know why/,
  },
  {
    title: "a closed server signs with another key",
    server: "public",
    otherwise: { keysInside: seen([stranger]) },
    found: { "keys.server": "wrong" },
    advice: /before you know why/,
  },
  {
    title: "the master key cannot be read",
    server: "public",
    otherwise: { derivedKey: { unseen: "no passphrase" }, uploads: { unseen: "no passphrase" } },
    found: { "keys.server": "unknown", "upload.limit": "unknown" },
    advice: /^$/,
  },
  {
    title: "the database does not stand behind the server",
    server: "public",
    otherwise: inside({ aliasStatus: 500, aliasError: "M_UNKNOWN" }),
    found: { "database.behind": "wrong" },
    advice: /logs postgres/,
  },
  {
    title: "the push gateway is not reached",
    server: "public",
    otherwise: { gateways: seen([{ gateway: "matrix.org", outcome: "no address", detail: "" }]) },
    found: { "push.gateway": "wrong" },
    advice: /chatkeep:push to `off`/,
  },
  {
    title: "one of two push gateways is not reached",
    server: "public",
    otherwise: {
      gateways: seen([
        { gateway: "matrix.org", outcome: "reached", detail: "" },
        { gateway: "push.example", outcome: "no trusted TLS", detail: "expired" },
      ]),
    },
    found: { "push.gateway": "warning" },
    advice: /port 443 going out/,
  },
  {
    title: "the proxy takes less than Synapse",
    server: "public",
    otherwise: { uploads: seen({ proxy: 2 ** 20, synapse: 50 * 2 ** 20 }) },
    found: { "upload.limit": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "both take less than is declared",
    server: "public",
    otherwise: { uploads: seen({ proxy: 2 ** 20, synapse: 2 ** 20 }) },
    found: { "upload.limit": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "the server's clock is ten minutes off",
    server: "public",
    otherwise: web(paths.client, answer({ json: client, headers: open, clockAheadSeconds: 600 })),
    found: { "clock.skew": "wrong" },
    advice: /set-ntp true/,
  },
  {
    title: "another server's well-known is served",
    server: "public",
    otherwise: web(
      paths.client,
      answer({ json: { "m.homeserver": { base_url: "https://old.example" } }, headers: open }),
    ),
    found: { "well-known.client": "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "the well-known is missing",
    server: "public",
    otherwise: web(paths.client, answer({ status: 404 })),
    found: { "well-known.client": "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "the well-known is a page",
    server: "public",
    otherwise: web(paths.client, answer({ body: "<html>", headers: open })),
    found: { "well-known.client": "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "other servers are sent to another port",
    server: "open",
    otherwise: web(paths.server, answer({ json: { "m.server": "chat.acme.example.org:8448" } })),
    found: { "well-known.server": "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "the support document names somebody else",
    server: "files",
    otherwise: web(paths.support, answer({ json: { contacts: [] } })),
    found: { "well-known.support": "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "apps in a browser may not read the well-known",
    server: "public",
    otherwise: web(paths.client, answer({ json: client })),
    found: { "well-known.cors": "wrong" },
    advice: /let whatever stands before the proxy pass its headers/,
  },
  {
    title: "the server name sends apps elsewhere",
    server: "public",
    otherwise: ({ apex }) => {
      const old = answer({ json: { "m.homeserver": { base_url: "https://old.example" } }, headers: open }).seen;
      return apex !== null && "seen" in apex ? { apex: seen({ ...apex.seen, client: old }) } : {};
    },
    found: { "delegation.client": "wrong" },
    advice: /Serve at https:\/\/acme\.example\.org\/\.well-known\/matrix\/client: {2}\{"m\.homeserver"/,
  },
  {
    title: "the server name's document may not be read by apps in a browser",
    server: "public",
    otherwise: ({ apex }) =>
      apex !== null && "seen" in apex ? { apex: seen({ ...apex.seen, client: answer({ json: client }).seen }) } : {},
    found: { "delegation.client": "wrong" },
    advice: /Access-Control-Allow-Origin: \*/,
  },
  {
    title: "the server name sends no other server here",
    server: "open",
    otherwise: ({ apex }) =>
      apex !== null && "seen" in apex ? { apex: seen({ ...apex.seen, server: answer({ status: 404 }).seen }) } : {},
    found: { "delegation.server": "wrong" },
    advice: /"m\.server":"chat\.acme\.example\.org:443"/,
  },
  {
    title: "the server name's documents are to be served here, and somebody else answers there",
    server: "public",
    otherwise: ({ plan, apex }) =>
      apex !== null && "seen" in apex
        ? { plan: { ...plan, delegation: "here" }, apex: seen({ ...apex.seen, client: answer({ status: 404 }).seen }) }
        : {},
    found: { "delegation.client": "wrong" },
    advice: /See that acme\.example\.org leads to this server/,
  },
  {
    title: "the server name does not answer",
    server: "open",
    otherwise: { apex: { unseen: "getaddrinfo ENOTFOUND acme.example.org" } },
    found: { "delegation.client": "unknown", "delegation.server": "unknown" },
    advice: /is served/,
  },
  {
    title: "the administration answers",
    server: "public",
    otherwise: web(paths.admin, answer({ status: 200 })),
    found: { "admin.hidden": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "the administration answers under another spelling",
    server: "public",
    otherwise: web(paths.encodedAdmin, answer({ status: 401 })),
    found: { "admin.hidden": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "federation answers though it is closed",
    server: "public",
    otherwise: web(paths.federationVersion, answer({ status: 200 })),
    found: { "federation.closed": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "keys are published though federation is closed",
    server: "internal",
    otherwise: web(paths.keys, answer({ status: 200 })),
    found: { "federation.closed": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "Synapse listens to other servers though federation is closed",
    server: "public",
    otherwise: inside({ keyApiStatus: 200 }),
    found: { "federation.listener": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "browsers may guess types",
    server: "public",
    otherwise: web(paths.front, answer({ headers: { "content-type": "text/plain", "x-content-type-options": "" } })),
    found: { "headers.security": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "browsers may fall back to http",
    server: "public",
    otherwise: ({ web: all }) => {
      const { "strict-transport-security": _, ...headers } = answer().seen.headers;
      const bare = seen({ ...answer({ json: { versions: ["v1.12"] } }).seen, headers });
      return { web: { ...all, [paths.versions]: bare } };
    },
    found: { "headers.security": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "the front page is not told what may run in it",
    server: "public",
    otherwise: web(paths.front, answer({ headers: { "content-type": "text/html; charset=utf-8" } })),
    found: { "headers.security": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "the server says what it is",
    server: "public",
    otherwise: web(paths.versions, answer({ json: { versions: ["v1.12"] }, headers: { server: "Synapse/1.163.2" } })),
    found: { "headers.security": "warning" },
    advice: /npx chatkeep up/,
  },
  {
    title: "the certificate has expired",
    server: "public",
    otherwise: certificate({ validTo: "2026-11-19T12:00:00.000Z", chainError: "CERT_HAS_EXPIRED" }),
    found: { "tls.days-left": "wrong", "tls.chain": "unknown" },
    advice: /logs proxy/,
  },
  {
    title: "the certificate should have been renewed by now",
    server: "public",
    otherwise: certificate({ validFrom: "2026-08-25T12:00:00.000Z", validTo: "2026-11-23T12:00:00.000Z" }),
    found: { "tls.days-left": "wrong" },
    advice: /The proxy renews it itself and does not get there/,
  },
  {
    title: "the certificate of own files ends this week",
    server: "files",
    otherwise: certificate({ validTo: "2026-11-25T12:00:00.000Z" }),
    found: { "tls.days-left": "wrong" },
    advice: /put the new files there/,
  },
  {
    title: "the certificate of own files ends this month",
    server: "files",
    otherwise: certificate({ validTo: "2026-12-05T12:00:00.000Z" }),
    found: { "tls.days-left": "warning" },
    advice: /put the new files there/,
  },
  {
    title: "the certificate is not valid yet",
    server: "public",
    otherwise: certificate({ validFrom: "2026-11-21T12:00:00.000Z", chainError: "CERT_NOT_YET_VALID" }),
    found: { "tls.days-left": "wrong", "tls.chain": "unknown" },
    advice: /clock is right/,
  },
  {
    title: "the certificate is for another name",
    server: "public",
    otherwise: certificate({ namesHost: false, names: "old.example" }),
    found: { "tls.name": "wrong" },
    advice: /another server answers here/,
  },
  {
    title: "the chain lacks its middle",
    server: "files",
    otherwise: certificate({ chainError: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }),
    found: { "tls.chain": "wrong" },
    advice: /the whole chain/,
  },
  {
    title: "the chain's middle has expired, though the certificate itself has not",
    server: "files",
    otherwise: certificate({ chainError: "CERT_HAS_EXPIRED" }),
    found: { "tls.chain": "wrong" },
    advice: /the whole chain/,
  },
  {
    title: "TLS 1.1 is spoken",
    server: "public",
    otherwise: protocols({ oldVersions: ["TLS 1.1"] }),
    found: { "tls.versions": "wrong" },
    advice: /Something else ends the encryption/,
  },
  {
    title: "a suite without forward secrecy is taken",
    server: "public",
    otherwise: protocols({ weakSuites: ["AES128-SHA"] }),
    found: { "tls.suites": "wrong" },
    advice: /Something else ends the encryption/,
  },
  {
    title: "nobody answers at the server's address",
    server: "internal",
    otherwise: {
      certificate: { unseen: "connect ECONNREFUSED" },
      protocols: { unseen: "connect ECONNREFUSED" },
      web: {},
    },
    found: {
      "client.versions": "unknown",
      "clock.skew": "unknown",
      "well-known.client": "unknown",
      "well-known.cors": "unknown",
      "admin.hidden": "unknown",
      "federation.closed": "unknown",
      "headers.security": "unknown",
      "tls.chain": "unknown",
      "tls.name": "unknown",
      "tls.days-left": "unknown",
      "tls.versions": "unknown",
      "tls.suites": "unknown",
    },
    advice: /npx chatkeep status/,
  },
];
