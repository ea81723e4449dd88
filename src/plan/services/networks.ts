import type { Settings } from "../../settings/settings.ts";
import { labelsOf, nameOf } from "../names.ts";
import type { NetworkRole, PlannedNetwork } from "../plan.ts";

/**
 * An internal network's bridge has an address of the host all the same, and through it a container reaches whatever listens
 * on the host. Without that address there is no way out (Docker manual, bridge driver options). IPv6, where the engine gives it to
 * every network, would be such an address again.
 */
const withoutTheHost = {
  "com.docker.network.bridge.inhibit_ipv4": "true",
  "com.docker.network.enable_ipv6": "false",
};

/** One of the stack's networks: `data` is internal, the others have a way out. With packets of another length it is another network. */
export function planNetwork(stack: string, role: NetworkRole, { mtu }: Pick<Settings, "mtu">): PlannedNetwork {
  const internal = role === "data";
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
