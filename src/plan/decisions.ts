import type { Hostname, IpAddress } from "../kinds/names.ts";
import type { RepositoryAddress } from "../kinds/repository-address.ts";
import type { homeserverSettings } from "../settings/definitions.ts";
import type { AcmeSettings, BackupSettings, Settings } from "../settings/settings.ts";

/** What homeserver.yaml is rendered from: settings by their names, and what follows from the stack's memory. */
export interface HomeserverDecisions extends Pick<Settings, (typeof homeserverSettings)[number]> {
  readonly cacheFactor: number;
  readonly cacheBytes: number;
  /** Of the largest picture that thumbnails are made of. */
  readonly picturePixels: number;
  readonly databaseConnections: { readonly minimum: number; readonly maximum: number };
}

/** What postgresql.conf is rendered from. */
export interface PostgresDecisions {
  readonly sharedBuffersMebibytes: number;
  readonly effectiveCacheMebibytes: number;
  readonly maintenanceMebibytes: number;
  readonly workMebibytes: number;
  readonly largestLogMebibytes: number;
  readonly connections: number;
  readonly parallelWorkers: number;
}

/** What the Caddyfile and the well-known documents are rendered from. */
export interface ProxyDecisions {
  readonly tls: { readonly mode: "internal" } | { readonly mode: "files" } | AcmeSettings;
  /** The names at which the proxy answers for Synapse. */
  readonly names: readonly Hostname[];
  /** The server name, where the proxy serves its well-known documents and nothing else of Matrix; null elsewhere. */
  readonly wellKnownName: Hostname | null;
  readonly redirectsHttp: boolean;
  /** Whose word on who asks is believed; `host` is the machine itself. */
  readonly trustedProxies: readonly string[];
  /** How long a request waits for Synapse to come back. */
  readonly holdSeconds: number;
  /** How many connections it may have at once, to clients and to Synapse together. */
  readonly connections: number;
  /** How many uploads of pictures may be with Synapse at once; further ones wait. */
  readonly picturesAtOnce: number;
  /** The same for all other uploads. */
  readonly uploadsAtOnce: number;
  readonly trustedAuthorities: readonly string[];
}

/** What turnserver.conf is rendered from (coturn manual, turnserver(1)), and what Synapse tells members' apps of it. */
export interface TurnDecisions {
  readonly realm: Hostname;
  /** What members' apps reach it at; behind the engine it has another address. */
  readonly publicAddress: IpAddress;
  readonly port: number;
  readonly tlsPort: number;
  /** What the parts of a call are sent through: a port each. */
  readonly relayPorts: { readonly first: number; readonly last: number };
  /** How many of them one member may hold at once. */
  readonly portsPerMember: number;
  /** What passes through one of them in a second, each way. */
  readonly bytesPerSecond: number;
}

/** What backups are made by. Spans are in milliseconds. */
export interface BackupDecisions
  extends Pick<BackupSettings, "hostKeys" | "every" | "keep" | "appendOnly" | "recoveryTime" | "recoveryPoint"> {
  readonly repository: RepositoryAddress;
  /** What Go programs keep to (runtime, GOMEMLIMIT): restic's own share of the container's memory. */
  readonly resticMebibytes: number;
}
