import type { Hostname, ServerName } from "../kinds/names.ts";
import type { PostgresVersion } from "../kinds/postgres-version.ts";
import type { Delegation } from "../settings/names/served-names.ts";
import type {
  BackupDecisions,
  HomeserverDecisions,
  PostgresDecisions,
  ProxyDecisions,
  TurnDecisions,
} from "./decisions.ts";
import type { PlannedDns } from "./dns/planned.ts";

/** Every decision about one stack, as data: no secrets, no functions, nothing left open. */
export interface Plan {
  readonly stack: string;
  readonly serverName: ServerName;
  readonly hostName: Hostname;
  readonly delegation: Delegation;
  /** Where clients connect, without a trailing slash. */
  readonly baseUrl: string;
  /** `calls` is there where calls are wanted, `backup` where backups go to another machine. */
  readonly networks: Readonly<Record<"edge" | "data", PlannedNetwork>> &
    Readonly<Partial<Record<NetworkRole, PlannedNetwork>>>;
  /** The others are there where calls are wanted, Element Web, or backups. */
  readonly volumes: Readonly<Record<MainRole | `configuration-${MainRole}`, PlannedVolume>> &
    Readonly<Record<string, PlannedVolume>>;
  /** In the order in which they start. */
  readonly services: ByService<PlannedService>;
  readonly installer: PlannedInstaller;
  readonly homeserver: HomeserverDecisions;
  readonly postgres: PostgresDecisions;
  /** Its major version. Only an upgrade changes it. */
  readonly postgresVersion: PostgresVersion;
  readonly proxy: ProxyDecisions;
  /** What the TURN server is configured by; null where there is none. */
  readonly turn: TurnDecisions | null;
  /** What backups are made by; null where there are none. */
  readonly backup: BackupDecisions | null;
  readonly dns: PlannedDns;
  /** null where there is none. */
  readonly elementWeb: PlannedElementWeb | null;
  /** What was asked for and cannot be: one line each, for people. */
  readonly leftOut: readonly string[];
  readonly epochs: Readonly<Record<string, number>>;
}

/** The networks of a stack: `edge` has egress, `data` has none; only the TURN server is on `calls`, and on `backup` only what makes backups. */
export type NetworkRole = "edge" | "data" | "calls" | "backup";
/** The containers that every stack has, and that the code asks for by name. */
export const mainRoles = ["postgres", "synapse", "proxy"] as const;
/** The name of one of them. */
export type MainRole = (typeof mainRoles)[number];
/** The name of a container that stays: of a definition (src/plan/services/all.ts). */
export type ServiceRole = string;
/** Something for each container that stays, by its name. */
export type ByService<T> = Readonly<Record<MainRole, T>> & Readonly<Record<string, T>>;

/** A network to be made. */
export interface PlannedNetwork {
  readonly name: string;
  /** What it is in the program: another one is another network, since an engine never changes one that is there. */
  readonly resource: string;
  /** Of the bridge driver. What an engine adds by itself is no difference. */
  readonly options: Readonly<Record<string, string>>;
  readonly internal: boolean;
  readonly labels: Labels;
}

/** A volume to be made; name and labels never change, because changing them would delete it. */
export interface PlannedVolume {
  readonly name: string;
  readonly labels: Labels;
  /** Whether people's data is in it: then Pulumi may not delete it. */
  readonly protect: boolean;
}

/** One service's container. Its command is the same for each: `sh start.sh` in the folder that holds its files. */
export interface PlannedService {
  /** What it is called within the stack, and on the engine. */
  readonly role: ServiceRole;
  readonly name: string;
  /** The type of its component in Pulumi's state. It must never change: otherwise Pulumi replaces every server. */
  readonly component: string;
  /** Services it cannot do without while it runs: it is taken down before one of them is replaced, and replaced with it. */
  readonly needs: readonly string[];
  readonly image: string;
  readonly labels: Labels;
  readonly owner: Owner;
  readonly memoryMebibytes: number;
  /** Processes and threads at most. */
  readonly processes: number;
  /** Open files and connections at most; null is the engine's own limit. */
  readonly openFiles: number | null;
  readonly sharedMemoryMebibytes: number;
  readonly capabilities: readonly string[];
  /** Folders in memory, by path, with mount options. */
  readonly temporaryFolders: Readonly<Record<string, string>>;
  readonly dataFolder: string;
  /** Volumes beside its data and its configuration that it may read, and those that it may write. */
  readonly reads: readonly MountedVolume[];
  readonly writes: readonly MountedVolume[];
  /** Folders of the engine's machine that it may write. */
  readonly hostFolders: readonly HostFolder[];
  /** All secret files that it may have; every other file of its is free of secrets. */
  readonly secretFiles: readonly string[];
  /** The purposes of keys whose generation changes them. */
  readonly secretPurposes: readonly string[];
  /** Whether it connects to others over TLS, and so needs the trusted authorities. */
  readonly trustsAuthorities: boolean;
  readonly networks: readonly { readonly role: NetworkRole; readonly alias: string }[];
  readonly ports: readonly PublishedPort[];
  readonly stopSignal: "SIGINT" | "SIGTERM";
  readonly graceSeconds: number;
  readonly startSeconds: number;
  readonly egress: readonly Egress[];
}

/** A volume, and where a container has it. */
export interface MountedVolume {
  /** What it is for: a service's data by its name, its configuration, or what two services share. */
  readonly volume: string;
  readonly folder: string;
}

/** A folder of the engine's machine, and where a container has it. It must be there before. */
export interface HostFolder {
  readonly host: string;
  readonly folder: string;
}

/** The one-shot container that puts files in place and has Synapse's own parser judge them. */
export interface PlannedInstaller {
  /** The container's name ends in the configuration's digest, which is known once the files are rendered. */
  readonly namePrefix: string;
  readonly image: string;
  readonly labels: Labels;
  readonly memoryMebibytes: number;
  /** Where it has each service's data. Configuration it has where the services have it. */
  readonly dataFolders: readonly { readonly service: ServiceRole; readonly folder: string; readonly owner: Owner }[];
  readonly handovers: readonly Handover[];
  /** Folders of the engine's machine: one that is new becomes its service's. */
  readonly hostFolders: readonly (HostFolder & { readonly owner: Owner })[];
}

/** A volume that the user writes and the group reads: two services. */
export interface Handover extends MountedVolume {
  readonly owner: Owner;
}

/**
 * Element Web: files that the proxy serves at a name of their own. The official image only carries them: a container of it
 * runs once, copies them into a volume of their own and ends. It is named after the version, as the installer is after its digest.
 */
export interface PlannedElementWeb {
  readonly hostName: Hostname;
  /** Where members open it, without a trailing slash. */
  readonly address: string;
  readonly version: string;
  readonly image: string;
  readonly containerName: string;
  readonly labels: Labels;
  readonly memoryMebibytes: number;
  /** Where container and proxy have the volume, and where the files lie. */
  readonly volumeFolder: string;
  readonly folder: string;
}

/** A user and group inside a container. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Labels by name. */
export type Labels = Readonly<Record<string, string>>;

/** A port of a container as the host shows it. */
export interface PublishedPort {
  readonly internal: number;
  readonly external: number;
  readonly address: string;
  readonly protocol: "tcp" | "udp";
}

/** Something outside the stack a container has reason to call: recorded and checked, not held by a firewall. */
export interface Egress {
  readonly to: string;
  readonly port: number | "any";
  readonly why: string;
}
