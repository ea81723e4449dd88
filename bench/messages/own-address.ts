import { BlockList, isIPv4 } from "node:net";
import { networkInterfaces } from "node:os";
import type Docker from "dockerode";

/**
 * Synapse's port in a container, at an address that a bridge of this machine leads to. Where the host has no address on the
 * network, what is sent there would leave by the default route, so such an address is an error and nothing is sent.
 */
export async function synapseAddress(container: Docker.Container, network: string): Promise<string> {
  const { NetworkSettings } = await container.inspect();
  const address = NetworkSettings.Networks[network]?.IPAddress ?? "";
  if (isIPv4(address) && isOnOwnNetwork(address, ownNetworks())) return `http://${address}:8008`;
  throw new Error(
    `${container.id} is at \`${address}\` on ${network}, and no interface of this machine is on that network.`,
  );
}

/** Whether an address is inside one of these networks, each as its interface has it: `172.18.0.1/16`. */
export function isOnOwnNetwork(address: string, networks: readonly string[]): boolean {
  return networks.some((each) => {
    const [base = "", length = ""] = each.split("/");
    const network = new BlockList();
    network.addSubnet(base, Number(length), "ipv4");
    return network.check(address, "ipv4");
  });
}

function ownNetworks(): readonly string[] {
  const interfaces = Object.entries(networkInterfaces()).filter(([name]) => /^(br-|docker)/.test(name));
  const addresses = interfaces.flatMap(([, each]) => each ?? []).filter(({ family }) => family === "IPv4");
  return addresses.flatMap(({ cidr }) => (cidr === null ? [] : [cidr]));
}
