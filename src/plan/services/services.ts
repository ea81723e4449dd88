import type { Settings } from "../../settings/settings.ts";
import { imageOf, ownerOf, proxySource } from "../images/images.ts";
import { preparedDatabase } from "../images/prepared-database.ts";
import { labelsOf, nameOf } from "../names.ts";
import type { MountedVolume, Plan, PublishedPort, ServiceRole } from "../plan.ts";
import { egressOf } from "./egress.ts";
import { elementWebFolder, elementWebName } from "./element-web.ts";
import type { Sizing } from "./sizing.ts";
import { certificatesFolder, turn } from "./turn.ts";

/** The containers that stay. */
export function planServices(stack: string, settings: Settings, sizing: Sizing): Plan["services"] {
  const common = (role: ServiceRole) => ({
    role,
    name: nameOf(stack, role),
    image: imageOf(role, settings.imageSource),
    labels: labelsOf(stack, role),
    owner: ownerOf(role),
    memoryMebibytes: sizing.memory[role],
    processes: sizing.processes[role],
    openFiles: role === "proxy" ? sizing.proxy.connections : null,
    sharedMemoryMebibytes: 64,
    capabilities: [],
    reads: [],
    writes: [],
    ports: [],
    stopSignal: "SIGTERM" as const,
    egress: egressOf(settings)[role],
  });
  return {
    postgres: { ...common("postgres"), ...postgres(), ...(settings.throwaway ? prepared(settings) : {}) },
    synapse: { ...common("synapse"), ...synapse() },
    proxy: { ...common("proxy"), ...proxy(settings) },
    ...(settings.calls === null ? {} : { turn: { ...common("turn"), ...turn(settings.calls, settings.bindAddress) } }),
  };
}

/** SIGINT is Postgres's fast shutdown (PostgreSQL manual, 18.5); parallel queries share memory through /dev/shm. */
function postgres() {
  return {
    sharedMemoryMebibytes: 256,
    temporaryFolders: { "/tmp": "size=64m,mode=1777", "/run/postgresql": "size=1m,mode=1777" },
    dataFolder: "/var/lib/postgresql/data",
    networks: [{ role: "data", alias: "postgres" }],
    stopSignal: "SIGINT",
    graceSeconds: 60,
    startSeconds: 120,
  } as const;
}

/** A throwaway stack's database is there already when it starts. */
function prepared({ imageSource }: Settings) {
  return { image: preparedDatabase(imageSource).image };
}

/** Synapse migrates its schema at its first start, so starting may take long. Uploads pass through /tmp. */
function synapse() {
  return {
    temporaryFolders: { "/tmp": "mode=1777" },
    dataFolder: "/data",
    networks: [
      { role: "data", alias: "synapse" },
      { role: "edge", alias: "synapse" },
    ],
    graceSeconds: 30,
    startSeconds: 300,
  } as const;
}

/** Caddy's official binary carries a file capability, so it starts only where NET_BIND_SERVICE is in the bounding set. */
function proxy(settings: Settings) {
  return {
    capabilities: ["CAP_NET_BIND_SERVICE"],
    temporaryFolders: { "/tmp": "size=64m,mode=1777", "/config": "size=1m,mode=1777" },
    dataFolder: "/data",
    reads: elementWebName(settings) === null ? [] : elementWebFiles,
    writes: settings.calls === null ? [] : certificateForTurn,
    networks: [{ role: "edge", alias: "proxy" }],
    image: imageOf("proxy", proxySource(settings)),
    ports: publishedPorts(settings),
    graceSeconds: 10,
    startSeconds: 120,
  } as const;
}

const elementWebFiles: readonly MountedVolume[] = [{ volume: "element-web", folder: elementWebFolder }];
const certificateForTurn: readonly MountedVolume[] = [{ volume: "certificates", folder: certificatesFolder }];

function publishedPorts({ ports, bindAddress }: Settings): readonly PublishedPort[] {
  const everywhere = (internal: number, external: number) =>
    bindAddress.map((address) => ({ internal, external, address, protocol: "tcp" }) as const);
  return [...everywhere(443, ports.https), ...(ports.http === null ? [] : everywhere(80, ports.http))];
}
