import type { Settings } from "../../settings/settings.ts";
import { labelsOf, nameOf } from "../names.ts";
import type { NetworkRole, Plan, PlannedNetwork } from "../plan.ts";

/**
 * An internal network's bridge has an address of the host all the same, and through it a container reaches every program that listens
 * on the host. Without that address there is no egress (Docker manual, bridge driver options). IPv6, where the engine gives it to
 * every network, would be such an address again.
 */
const withoutTheHost = {
  "com.docker.network.bridge.inhibit_ipv4": "true",
  "com.docker.network.enable_ipv6": "false",
};

/** The networks that a stack can have: `data` is internal, the others have egress, except where the stack is cut off. */
const networkRoles: readonly NetworkRole[] = ["edge", "data", "calls", "backup"];

/** The networks that these services are on. */
export function planNetworks(
  stack: string,
  settings: Pick<Settings, "mtu" | "isolated">,
  services: Plan["services"],
): Plan["networks"] {
  const used = new Set(Object.values(services).flatMap(({ networks }) => networks.map(({ role }) => role)));
  const planned = networkRoles
    .filter((role) => used.has(role))
    .map((role) => [role, planNetwork(stack, role, settings)] as const);
  return Object.fromEntries(planned) as Plan["networks"];
}

/** With packets of another length it is another network. */
function planNetwork(
  stack: string,
  role: NetworkRole,
  { mtu, isolated }: Pick<Settings, "mtu" | "isolated">,
): PlannedNetwork {
  const internal = role === "data" || isolated;
  const ending = mtu === null ? "" : `-mtu-${mtu}`;
  return {
    name: `${nameOf(stack, role)}${ending}`,
    resource: `${role}${ending}`,
    internal,
    options: {
      ...(internal ? withoutTheHost : {}),
      ...(mtu === null ? {} : { "com.docker.network.driver.mtu": String(mtu) }),
    },
    labels: labelsOf(stack, role),
  };
}
