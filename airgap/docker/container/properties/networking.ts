import type { ContainerInspectInfo } from "dockerode";
import { list, record, set } from "../../../table/compound.ts";
import { isEmpty, type Plain } from "../../../table/plain.ts";
import { text, whole } from "../../../table/shape.ts";
import { bindPorts, samePorts, seePorts } from "./ports.ts";
import { computed, replaced } from "./rows.ts";

const port = record({
  internal: whole({ required: true }),
  external: whole(),
  ip: text({ preset: "0.0.0.0" }),
  protocol: text({ preset: "tcp" }),
});

/** One network that a container joins: its name or id, and what the container is called there. */
export const attachment = record({ name: text({ required: true }), aliases: set(text()), ipv4Address: text() });

const networkData = record({
  networkName: text(),
  ipAddress: text(),
  ipPrefixLength: whole(),
  gateway: text(),
  globalIpv6Address: text(),
  globalIpv6PrefixLength: whole(),
  ipv6Gateway: text(),
  macAddress: text(),
});

/** How a container is reached, and what it reaches. */
export const networkingProperties = {
  hostname: replaced(text(), {
    whenAbsent: "kept",
    place: (Hostname) => ({ Hostname }),
    see: ({ Config }) => Config.Hostname,
  }),
  networkMode: replaced(text({ preset: "bridge" }), {
    place: (NetworkMode) => ({ HostConfig: { NetworkMode } }),
    see: ({ HostConfig }) => HostConfig.NetworkMode,
  }),
  networksAdvanced: replaced(set(attachment)),
  ports: replaced(list(port), {
    same: samePorts,
    place: bindPorts,
    see: (seen, { ports, mustRun }) =>
      isEmpty(ports) || !(seen.State.Running || mustRun) ? undefined : seePorts(seen),
  }),
  hosts: replaced(set(record({ host: text({ required: true }), ip: text({ required: true }) })), {
    place: (hosts) => ({ HostConfig: { ExtraHosts: hosts.map(({ host, ip }) => `${host}:${ip}`) } }),
    see: ({ HostConfig }) => ((HostConfig.ExtraHosts ?? []) as string[]).map(seeHost),
  }),
  dns: replaced(set(text()), {
    place: (Dns) => ({ HostConfig: { Dns: [...Dns] } }),
    see: ({ HostConfig }) => HostConfig.Dns ?? [],
  }),
  bridge: computed(text(), { see: ({ NetworkSettings }) => NetworkSettings.Bridge ?? "" }),
  networkDatas: computed(list(networkData), { see: ({ NetworkSettings }) => seeNetworks(NetworkSettings.Networks) }),
};

function seeHost(entry: string): Plain {
  const colon = entry.indexOf(":"); // the first: an IPv6 address has more
  return { host: entry.slice(0, colon), ip: entry.slice(colon + 1) };
}

function seeNetworks(networks: ContainerInspectInfo["NetworkSettings"]["Networks"] | null): Plain {
  return Object.entries(networks ?? {}).map(([networkName, seen]) => ({
    networkName,
    ipAddress: seen.IPAddress,
    ipPrefixLength: seen.IPPrefixLen,
    gateway: seen.Gateway,
    globalIpv6Address: seen.GlobalIPv6Address,
    globalIpv6PrefixLength: seen.GlobalIPv6PrefixLen,
    ipv6Gateway: seen.IPv6Gateway,
    macAddress: seen.MacAddress,
  }));
}
