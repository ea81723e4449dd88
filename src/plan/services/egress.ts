import { isJsonObject } from "../../kinds/json.ts";
import { parseIpAddress, partsOfServerName } from "../../kinds/names.ts";
import type { Settings } from "../../settings/settings.ts";
import type { Egress, ServiceRole } from "../plan.ts";

/** What each container has reason to call outside the stack. Postgres has no way out at all: its network is internal. */
export function egressOf(settings: Settings): Readonly<Record<ServiceRole, readonly Egress[]>> {
  return {
    postgres: [],
    synapse: [...pushGateways(settings), ...otherServers(settings), ...mailServer(settings)],
    proxy: certificateAuthority(settings),
    turn: [{ to: "who takes part in a member's call, at public addresses alone", port: "any", why: "calls" }],
  };
}

function pushGateways({ push }: Settings): readonly Egress[] {
  return push
    ? [
        {
          to: "any push gateway a member's client names, at public addresses alone",
          port: "any",
          why: "phones ring; contents stay here",
        },
      ]
    : [];
}

function otherServers({ federation }: Settings): readonly Egress[] {
  switch (federation.mode) {
    case "closed":
      return [];
    case "allowlist":
      return federation.servers.flatMap(federationWith);
    case "open":
      return federationWith("any Matrix server");
    default:
      return federation satisfies never;
  }
}

/**
 * A server is where its well-known document says, else at 8448; one whose name has a port is there and nowhere else, and one whose
 * name is an address has no document (Matrix server-server API, "Resolving server names").
 */
function federationWith(name: string): readonly Egress[] {
  const { host, port } = partsOfServerName(name) ?? { host: name, port: null };
  const direct = { to: host, port: port ?? 8448, why: "federation" };
  if (port !== null || parseIpAddress(host) !== null) return [direct];
  const elsewhere = {
    to: `where ${host} says it is, at public addresses alone`,
    port: "any",
    why: "federation",
  } as const;
  return [{ to: host, port: 443, why: "federation: where that server is" }, direct, elsewhere];
}

/** What an administrator names under `chatkeep:homeserver`; without a port it is what Synapse takes (synapse/config/emailconfig.py). */
function mailServer({ homeserver: { email } }: Settings): readonly Egress[] {
  if (email === undefined || !isJsonObject(email)) return [];
  const { smtp_host: host = "localhost", smtp_port: port = email.force_tls === true ? 465 : 25 } = email;
  return [{ to: String(host), port: Number(port), why: "mails that members ask for: a new password, a new address" }];
}

function certificateAuthority({ tls }: Settings): readonly Egress[] {
  if (tls.mode !== "acme") return [];
  const { hostname, port } = new URL(tls.directory);
  const authority = { to: hostname, port: port === "" ? 443 : Number(port), why: "certificates" };
  return tls.challenge === "http" ? [authority] : [authority, ...dnsChallenge];
}

/** The record is made at Cloudflare, then awaited at the zone's own nameservers before the authority is told to look. */
const dnsChallenge: readonly Egress[] = [
  { to: "api.cloudflare.com", port: 443, why: "the DNS record that proves the name" },
  { to: "the zone's nameservers", port: 53, why: "whether that record is there" },
];
