import { type Hostname, hostOf } from "../../kinds/names.ts";
import type { Settings } from "../settings.ts";

/** As much of the settings as its names follow from. */
export type Naming = Pick<Settings, "serverName" | "hostName" | "delegation">;

/** Who answers at the server name; `none` where it is the host name, and there is nothing to delegate. */
export type Delegation = "none" | Settings["delegation"];

/** Whether and how the server name leads to another host. */
export function delegationOf({ serverName, hostName, delegation }: Naming): Delegation {
  return hostOf(serverName) === hostName ? "none" : delegation;
}

/**
 * The names that the proxy answers to, and so has certificates for. The server name is among them where its well-known documents
 * are served here, and where an SRV record leads to the host: other servers expect its certificate there all the same (Matrix
 * server-server API, "Resolving server names", step 4).
 */
export function servedNames(naming: Naming): readonly Hostname[] {
  const alone = ["none", "elsewhere"].includes(delegationOf(naming));
  return alone ? [naming.hostName] : [naming.hostName, hostOf(naming.serverName)];
}
