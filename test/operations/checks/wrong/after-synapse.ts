import { paths } from "../../../../src/operations/checks/after/paths.ts";
import { answer } from "../good-after.ts";
import type { WrongAfter } from "../wrong-world.ts";
import { client, inside, open, outsider, seen, web } from "./changes-after.ts";

/** What can be wrong with a running server, as `src/operations/checks/after/synapse.ts` judges it. */
export const afterSynapse: readonly WrongAfter[] = [
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
    otherwise: web(paths.keys, answer({ json: { verify_keys: { [outsider.keyId]: { key: outsider.publicKey } } } })),
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
    otherwise: { keysInside: seen([outsider]) },
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
    advice: /outgoing port 443/,
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
    title: "no answer at the server's address",
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
