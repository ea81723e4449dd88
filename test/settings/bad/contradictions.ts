import { cases } from "./case.ts";

const key = "A".repeat(43);
const retired = (id: string, expired: number) => `- { keyId: "ed25519:${id}", publicKey: ${key}, expired: ${expired} }`;

/** Settings that are right one by one and wrong together. */
export const badTogether = [
  ...cases(
    "contradictions",
    "accepts",
    ["chatkeep:serverName: localhost", "chatkeep:tls", "this is not set, so it is `acme`"],
    ["chatkeep:serverName: acme.test", "chatkeep:tls", "ends in `.test`"],
    ["chatkeep:serverName: chat.internal\nchatkeep:tls: acme", "chatkeep:tls", "this is `acme`"],
    ["chatkeep:serverName: chatserver\nchatkeep:tls: { mode: acme }", "chatkeep:tls", "has no dot"],
    ["chatkeep:hostName: chat.home.arpa", "chatkeep:tls", "ends in `.home.arpa`"],
    [
      "chatkeep:federation: { mode: allowlist, servers: [acme.example.org] }",
      "chatkeep:federation.servers[0]",
      "own name",
    ],
    ["chatkeep:delegation: here", "chatkeep:delegation", "nothing is delegated"],
    [
      "chatkeep:hostName: acme.example.org\nchatkeep:delegation: srv",
      "chatkeep:delegation",
      "connect to the server name itself",
    ],
    [
      "chatkeep:hostName: chat.acme.example.org\nchatkeep:delegation: srv\nchatkeep:tls: { mode: acme, challenge: dns }",
      "chatkeep:delegation",
      "federation is `closed`",
    ],
    [
      "chatkeep:hostName: chat.acme.example.org\nchatkeep:delegation: srv\nchatkeep:federation: open",
      "chatkeep:delegation",
      "Write `challenge: dns` below `chatkeep:tls:`",
    ],
    [
      "chatkeep:serverName: acme.internal\nchatkeep:hostName: chat.example.org\nchatkeep:delegation: here",
      "chatkeep:tls",
      "a certificate for `acme.internal`",
    ],
    ["chatkeep:ports: { https: 80 }", "chatkeep:ports.http", "is also the https port"],
    ["chatkeep:ports: { https: 8443, http: 8443 }", "chatkeep:ports.http", "Write another port, or `off`"],
    [
      "chatkeep:tls: { mode: files, certificateFile: a.pem, keyFile: a.pem }",
      "chatkeep:tls.keyFile",
      "also the file of the certificate",
    ],
    [
      "chatkeep:serverName: localhost\nchatkeep:tls: internal\nchatkeep:federation: open",
      "chatkeep:federation",
      "a different machine",
    ],
    [
      `chatkeep:retiredSigningKeys:\n  ${retired("a", 1_700_000_000_000)}\n  ${retired("a", 1_700_000_000_001)}`,
      "chatkeep:retiredSigningKeys[1].keyId",
      "twice",
    ],
    [
      `chatkeep:retiredSigningKeys:\n  ${retired("a", 9_000_000_000_000)}`,
      "chatkeep:retiredSigningKeys[0].expired",
      "in the future",
    ],
  ),
  ...cases("contradictions", "refuses", [
    "chatkeep:federation: { mode: allowlist, servers: [b.example.org, b.example.org] }",
    "chatkeep:federation.servers[1]",
    "in the list twice",
  ]),
];
