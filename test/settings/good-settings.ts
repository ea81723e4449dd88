import type { Json } from "../../src/kinds/json.ts";

/** A stack file that must be accepted, and part of what it means. */
export interface GoodCase {
  readonly title: string;
  readonly text: string;
  readonly gives: Readonly<Record<string, Json>>;
}

function good(title: string, lines: string, gives: Readonly<Record<string, Json>>): GoodCase {
  const named = lines.includes("chatkeep:serverName:") ? [] : ["chatkeep:serverName: acme.example.org"];
  const text = ["config:", ...[...named, ...lines.split("\n")].map((line) => `  ${line}`), ""].join("\n");
  return { title, text, gives };
}

const day = 86_400_000;
const key = "A".repeat(43);

/** Stack files that must be accepted. */
export const goodSettings: readonly GoodCase[] = [
  good("TLS as a word", "chatkeep:tls: internal", { tls: { mode: "internal" } }),
  good("TLS with an account", "chatkeep:tls: { mode: acme, email: a@acme.example }", {
    tls: {
      mode: "acme",
      email: "a@acme.example",
      directory: "https://acme-v02.api.letsencrypt.org/directory",
      challenge: "http",
    },
  }),
  good(
    "TLS of a private ACME authority for a private name",
    "chatkeep:serverName: chat.internal\nchatkeep:tls:\n  mode: acme\n  directory: https://ca.internal/acme/acme/directory",
    {
      tls: { mode: "acme", email: null, directory: "https://ca.internal/acme/acme/directory", challenge: "http" },
    },
  ),
  good(
    "TLS from files",
    "chatkeep:tls:\n  mode: files\n  certificateFile: tls/fullchain.pem\n  keyFile: /etc/key.pem",
    {
      tls: { mode: "files", certificateFile: "tls/fullchain.pem", keyFile: "/etc/key.pem" },
    },
  ),
  good("this machine", "chatkeep:serverName: localhost\nchatkeep:tls: internal", { hostName: "localhost" }),
  good("delegation", "chatkeep:hostName: chat.acme.example.org", {
    serverName: "acme.example.org",
    hostName: "chat.acme.example.org",
  }),
  good("delegation by this server", "chatkeep:hostName: chat.acme.example.org\nchatkeep:delegation: here", {
    delegation: "here",
  }),
  good(
    "delegation by an SRV record",
    "chatkeep:hostName: chat.acme.example.org\nchatkeep:delegation: srv\nchatkeep:federation: open\nchatkeep:tls: { mode: acme, challenge: dns }",
    { delegation: "srv" },
  ),
  good("nothing to delegate", "chatkeep:delegation: elsewhere", { delegation: "elsewhere" }),
  good("certificates by a DNS record", "chatkeep:tls: { mode: acme, challenge: dns }", {
    tls: {
      mode: "acme",
      email: null,
      directory: "https://acme-v02.api.letsencrypt.org/directory",
      challenge: "dns",
    },
  }),
  good(
    "federation with servers that have a port or an address in their names",
    'chatkeep:federation: { mode: allowlist, servers: ["b.example.org:8443", "198.51.100.7", "[2001:db8::7]:8448"] }',
    { federation: { mode: "allowlist", servers: ["b.example.org:8443", "198.51.100.7", "[2001:db8::7]:8448"] } },
  ),
  good("federation with some", "chatkeep:federation:\n  mode: allowlist\n  servers:\n    - b.example.org", {
    federation: { mode: "allowlist", servers: ["b.example.org"] },
  }),
  good("federation with all", "chatkeep:federation: open", { federation: { mode: "open" } }),
  good("registration with a token", "chatkeep:registration: token", { registration: "token" }),
  good("sizes", "chatkeep:memory: 8 GiB\nchatkeep:uploadSize: 1.5 GiB", { memory: 2 ** 33, uploadSize: 1.5 * 2 ** 30 }),
  good("no quota of uploads", "chatkeep:uploadQuota: off", { uploadQuota: null }),
  good("a quota of uploads", "chatkeep:uploadQuota: { size: 1 GiB }", {
    uploadQuota: { size: 2 ** 30, within: 7 * 86_400_000 },
  }),
  good("decimal sizes", "chatkeep:memory: 4GB", { memory: 4e9 }),
  good(
    "numbers as text",
    'chatkeep:processors: "4"\nchatkeep:ports: { https: "8443", http: "8080" }\nchatkeep:epochs: { signingKey: "2" }',
    {
      processors: 4,
      ports: { https: 8443, http: 8080 },
      epochs: { signingKey: 2 },
    },
  ),
  good("booleans as text", 'chatkeep:throwaway: "true"', { throwaway: true }),
  good("words that YAML 1.1 took for booleans", "chatkeep:push: off\nchatkeep:ports: { http: off }", {
    push: false,
    ports: { https: 443, http: null },
  }),
  good("exponents and signs", "chatkeep:ports: { https: 1e3 }\nchatkeep:processors: +4", {
    ports: { https: 1000, http: 80 },
    processors: 4,
  }),
  good(
    "retention",
    "chatkeep:messageRetention: 365 days\nchatkeep:mediaRetention: { local: 1 year, remote: forever }",
    {
      messageRetention: 365 * day,
      mediaRetention: { local: 365 * day, remote: null },
    },
  ),
  good("contact by mail", "chatkeep:adminContact: mailto:admin@acme.example", {
    adminContact: "mailto:admin@acme.example",
  }),
  good("contact by page", "chatkeep:adminContact: https://acme.example/help", {
    adminContact: "https://acme.example/help",
  }),
  good("packets of another length", "chatkeep:mtu: 1400", { mtu: 1400 }),
  good("an IPv6 address", 'chatkeep:bindAddress: "::1"', { bindAddress: ["::1"] }),
  good("addresses of both families", 'chatkeep:bindAddress: [0.0.0.0, "0:0:0:0:0:0:0:0"]', {
    bindAddress: ["0.0.0.0", "::"],
  }),
  good(
    "a server behind another one on its machine, which serves both families",
    'chatkeep:bindAddress: 127.0.0.1\nchatkeep:addresses: { ipv4: 203.0.113.7, ipv6: "2001:db8::7" }',
    { bindAddress: ["127.0.0.1"] },
  ),
  good("DNS that people make themselves", "chatkeep:dns: none", { dns: { provider: "none" } }),
  good("DNS at Cloudflare", "chatkeep:dns: cloudflare\nchatkeep:addresses: { ipv4: 203.0.113.7 }", {
    dns: { provider: "cloudflare", zone: null },
    addresses: { ipv4: "203.0.113.7", ipv6: null },
  }),
  good(
    "an IPv6 address in another spelling",
    'chatkeep:bindAddress: "::"\nchatkeep:addresses: { ipv6: "2001:DB8:0:0::0007" }',
    {
      addresses: { ipv4: null, ipv6: "2001:db8::7" },
    },
  ),
  good(
    "DNS in a named zone",
    'chatkeep:dns: { provider: cloudflare, zone: example.org }\nchatkeep:bindAddress: "::"\nchatkeep:addresses: { ipv6: "2001:db8::7" }',
    { dns: { provider: "cloudflare", zone: "example.org" }, addresses: { ipv4: null, ipv6: "2001:db8::7" } },
  ),
  good(
    "DNS in a zone by its identifier",
    "chatkeep:dns: { provider: cloudflare, zone: 023e105f4ecef8ad9ca31a8372d0c353 }\nchatkeep:addresses: { ipv4: 10.0.0.7 }",
    { dns: { provider: "cloudflare", zone: "023e105f4ecef8ad9ca31a8372d0c353" } },
  ),
  good("Element Web", "chatkeep:elementWeb: web.acme.example.org", { elementWeb: "web.acme.example.org" }),
  good("no Element Web", "chatkeep:elementWeb: off", { elementWeb: null }),
  good("calls", "chatkeep:calls: on\nchatkeep:addresses: { ipv4: 203.0.113.7 }", {
    calls: { port: 3478, tlsPort: 5349, relayPorts: { first: 49_160, last: 49_223 } },
  }),
  good(
    "calls through ports of one's own",
    'chatkeep:calls: { port: "3479", tlsPort: 5350, relayPorts: 50000-50999 }\nchatkeep:addresses: { ipv4: 203.0.113.7 }',
    { calls: { port: 3479, tlsPort: 5350, relayPorts: { first: 50_000, last: 50_999 } } },
  ),
  good("no calls", "chatkeep:calls: off", { calls: null }),
  good(
    "recipients of the recovery kit, each once",
    "chatkeep:recoveryRecipients: [age1uf43hnequ6wpr0yjfy0txge7fq0eglpzcuem2kat46m6cah2av5qzr38mr, age1uf43hnequ6wpr0yjfy0txge7fq0eglpzcuem2kat46m6cah2av5qzr38mr]",
    {
      recoveryRecipients: [{ text: "age1uf43hnequ6wpr0yjfy0txge7fq0eglpzcuem2kat46m6cah2av5qzr38mr", kind: "classic" }],
    },
  ),
  good(
    "a mail server",
    "chatkeep:mail: { host: mail.acme.example, sender: chat@acme.example, user: chat@acme.example }",
    {
      mail: {
        host: "mail.acme.example",
        port: null,
        tls: "starttls",
        sender: "chat@acme.example",
        user: "chat@acme.example",
        passwords: false,
      },
    },
  ),
  good(
    "a mail server on this machine",
    'chatkeep:mail: { host: localhost, port: "2525", tls: none, sender: chat@acme.example, passwords: "true" }',
    {
      mail: {
        host: "localhost",
        port: 2525,
        tls: "none",
        sender: "chat@acme.example",
        user: null,
        passwords: true,
      },
    },
  ),
  good("no mail", "chatkeep:mail: off", { mail: null }),
  good("sources", "chatkeep:imageSource: local\nchatkeep:pluginSource: own", {
    imageSource: "local",
    pluginSource: "own",
  }),
  good("Postgres", "chatkeep:postgresVersion: 15", { postgresVersion: 15 }),
  good("Postgres as text, as `pulumi config set` writes it", 'chatkeep:postgresVersion: "17"', { postgresVersion: 17 }),
  good(
    "a key out of use",
    `chatkeep:retiredSigningKeys:\n  - { keyId: "ed25519:a_1", publicKey: ${key}, expired: 1700000000000 }`,
    {
      retiredSigningKeys: [{ keyId: "ed25519:a_1", publicKey: key, expired: 1_700_000_000_000 }],
    },
  ),
  good(
    "options of Synapse",
    'chatkeep:homeserver:\n  max_avatar_size: 5M\n  rc_message: { per_second: "0.5", burst_count: 30 }\n  enable_search: "false"\n  user_ips_max_age: 14d\n  allow_guest_access: false\n  bcrypt_rounds: 13\n  experimental_features: { msc4133_enabled: true }',
    {
      homeserver: {
        max_avatar_size: "5M",
        rc_message: { per_second: 0.5, burst_count: 30 },
        enable_search: false,
        user_ips_max_age: "14d",
        allow_guest_access: false,
        bcrypt_rounds: 13,
        experimental_features: { msc4133_enabled: true },
      },
    },
  ),
  good(
    "keys of Pulumi and secrets",
    "pulumi:tags: {}\nchatkeep:masterKey: { secure: v1:abc }\nchatkeep:cloudflareToken: { secure: v1:abc }",
    {},
  ),
  {
    title: "a file with a byte order mark and other line ends",
    text: "\uFEFFconfig:\r\n  chatkeep:serverName: acme.example.org\r\nencryptionsalt: v1:x\r\n",
    gives: { serverName: "acme.example.org" },
  },
];
