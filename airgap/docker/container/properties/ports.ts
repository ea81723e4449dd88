import type { ContainerCreateOptions } from "dockerode";
import type { Plain } from "../../../table/plain.ts";
import type { SeenContainer } from "./rows.ts";

/** One published port; an external port of 0 lets the engine choose. */
export type Port = {
  readonly internal: number;
  readonly external: number;
  readonly ip: string;
  readonly protocol: string;
};

/** Publishes ports (Docker Engine API, ContainerCreate: ExposedPorts and HostConfig.PortBindings). */
export function bindPorts(ports: readonly Port[]): ContainerCreateOptions {
  const keys = [...new Set(ports.map(keyOf))];
  const bindings = keys.map((key) => [key, ports.filter((port) => keyOf(port) === key).map(toBinding)] as const);
  return {
    ExposedPorts: Object.fromEntries(keys.map((key) => [key, {}])),
    HostConfig: { PortBindings: Object.fromEntries(bindings) },
  };
}

/** Whether the published ports are the requested ones, in any order, with any number that the engine chose. */
export function samePorts(old: readonly Port[], written: readonly Port[]): boolean {
  if (old.length !== written.length) return false;
  return written.every((port) => old.some((published) => isSame(published, port)));
}

/** The ports that a running container publishes, lowest inside port first. */
export function seePorts({ NetworkSettings }: SeenContainer): Plain {
  const ports = Object.entries(NetworkSettings.Ports ?? {}).flatMap(([key, bindings]) => {
    const [internal, protocol = "tcp"] = key.split("/");
    return (bindings ?? []).map(({ HostIp, HostPort }) => ({
      internal: Number(internal),
      external: Number(HostPort),
      ip: HostIp,
      protocol,
    }));
  });
  return ports.sort((a, b) => a.internal - b.internal);
}

function keyOf({ internal, protocol }: Port): string {
  return `${internal}/${protocol}`;
}

function toBinding({ external, ip }: Port) {
  return { HostPort: String(external), HostIp: ip };
}

function isSame(published: Port, written: Port): boolean {
  const chosen = written.external === 0 || published.external === written.external;
  return chosen && keyOf(published) === keyOf(written) && published.ip === written.ip;
}
