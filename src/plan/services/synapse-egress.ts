import { isJsonObject } from "../../kinds/json.ts";
import { parseIpAddress, partsOfServerName } from "../../kinds/names.ts";
import type { Settings } from "../../settings/settings.ts";
import type { Egress } from "../plan.ts";

/** What Synapse has reason to call outside the stack. */
export function synapseEgress(settings: Settings): readonly Egress[] {
  return [...pushGateways(settings), ...otherServers(settings), ...mailServer(settings)];
}

function pushGateways({ push }: Settings): readonly Egress[] {
  return push
    ? [
        {
          to: "any push gateway that a member's client names, at public addresses only",
          port: "any",
          why: "notifications, without message content",
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
    to: `where ${host} says it is, at public addresses only`,
    port: "any",
    why: "federation",
  } as const;
  return [{ to: host, port: 443, why: "federation: where that server is" }, direct, elsewhere];
}

/** What an administrator names under `chatkeep:homeserver`; without a port it is what Synapse takes (synapse/config/emailconfig.py). */
function mailServer({ homeserver: { email } }: Settings): readonly Egress[] {
  if (email === undefined || !isJsonObject(email)) return [];
  const { smtp_host: host = "localhost", smtp_port: port = email.force_tls === true ? 465 : 25 } = email;
  return [{ to: String(host), port: Number(port), why: "mails that members request: a new password, a new address" }];
}
