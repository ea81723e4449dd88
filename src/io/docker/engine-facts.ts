import type Docker from "dockerode";
import { unlessMissing } from "./engine-answers.ts";

/** What the engine is and has to give. */
export interface EngineFacts {
  readonly version: string;
  /** What its machine is called, and the kernel there. */
  readonly machine: { readonly name: string; readonly kernel: string };
  /** What it can hold containers to: without the kernel's controller for it, what is declared is not in force. */
  readonly limits: { readonly memory: boolean; readonly swap: boolean };
  /** Whether its machine passes packets on: without that no published port answers. */
  readonly forwards: boolean;
  /** The ranges it cuts networks from; null are those that are built in. */
  readonly pools: readonly AddressPool[] | null;
  /** Its networks, and what each has of them, in IPv4. */
  readonly networks: readonly { readonly name: string; readonly subnets: readonly string[] }[];
  readonly memoryBytes: number;
  readonly processors: number;
  /** Where it keeps images and volumes, on its own machine. */
  readonly dataFolder: string;
  /** Ports that containers publish now, with who does. */
  readonly published: readonly PublishedByContainer[];
}

/** A port that a container publishes. */
export interface PublishedByContainer {
  readonly port: number;
  readonly address: string;
  readonly protocol: "tcp" | "udp";
  readonly container: string;
  readonly stack: string | null;
}

/** A range, and the prefix length of each network that is cut from it. */
export interface AddressPool {
  readonly base: string;
  readonly size: number;
}

/** Asks the engine about itself, its networks and the ports it publishes. */
export async function engineFacts(engine: Docker): Promise<EngineFacts> {
  const [info, containers, networks] = await Promise.all([
    engine.info(),
    engine.listContainers(),
    engine.listNetworks(),
  ]);
  const pools: readonly { readonly Base: string; readonly Size: number }[] | null = info.DefaultAddressPools;
  return {
    version: info.ServerVersion,
    machine: { name: info.Name, kernel: info.KernelVersion },
    limits: { memory: info.MemoryLimit, swap: info.SwapLimit },
    // Engines that do not say (from 29 on) switch it on themselves.
    forwards: info.IPv4Forwarding ?? true,
    pools: pools?.map(({ Base, Size }) => ({ base: Base, size: Size })) ?? null,
    networks: networks.map(({ Name, IPAM }) => {
      const subnets = (IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []);
      return { name: Name, subnets: subnets.filter((subnet) => !subnet.includes(":")) };
    }),
    memoryBytes: info.MemTotal,
    processors: info.NCPU,
    dataFolder: info.DockerRootDir,
    published: containers.flatMap(({ Ports, Names, Labels }) =>
      Ports.filter(({ PublicPort }) => PublicPort !== undefined).map(({ PublicPort, IP, Type }) => ({
        port: PublicPort,
        address: IP,
        protocol: Type === "udp" ? ("udp" as const) : ("tcp" as const),
        container: (Names[0] ?? "").replace(/^\//, ""),
        stack: Labels["chatkeep.stack"] ?? null,
      })),
    ),
  };
}

/** Which of these images the engine does not have. */
export async function missingImages(engine: Docker, images: readonly string[]): Promise<readonly string[]> {
  const wanted = [...new Set(images)];
  const found = await Promise.all(wanted.map((image) => unlessMissing(engine.getImage(image).inspect())));
  return wanted.filter((_, index) => found[index] === null);
}
