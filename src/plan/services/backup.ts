import type { RepositoryAddress } from "../../kinds/repository-address.ts";
import type { BackupSettings, Settings } from "../../settings/settings.ts";
import type { BackupDecisions } from "../decisions.ts";
import { referenceOf } from "../images/images.ts";
import { imageTable } from "../images/versions.ts";
import type { Egress } from "../plan.ts";
import type { ServiceDefinition } from "./definition.ts";

/** Where the proxy leaves its certificates and its own authority for backups, which find them there. */
export const controlFolder = "/control";

/** Where a repository is that is a folder of the engine's machine. */
export const repositoryFolder = "/repository";

/** What backups are made by; null where none are wanted. */
export function decideBackup(
  { backup }: Pick<Settings, "backup">,
  { memory }: { readonly memory: Readonly<Record<string, number>> },
): BackupDecisions | null {
  if (backup === null) return null;
  const { hostKeys, every, keep, appendOnly, recoveryTime, recoveryPoint } = backup;
  return {
    repository: repositoryAddress(backup),
    hostKeys,
    every,
    keep,
    appendOnly,
    recoveryTime,
    recoveryPoint,
    // The rest is for the dump, and for what restic holds that Go does not count.
    resticMebibytes: Math.floor((memory.backup ?? 0) * 0.6),
  };
}

/** Where backups go, with who signs in there. What a kind needs, the settings have (src/settings/contradictions/backup.ts). */
function repositoryAddress({ repository, user, accessKey }: BackupSettings): RepositoryAddress {
  switch (repository.kind) {
    case "rest":
      return { ...repository, user };
    case "s3":
      return { ...repository, accessKey: accessKey ?? "" };
    default:
      return repository;
  }
}

/**
 * What makes backups. It reads Synapse's files as Synapse's own user, and the database as a role that can only read. A dump's locks
 * block Synapse's migrations (PostgreSQL manual, 13.3.1), so it stops before Synapse or Postgres is replaced and starts after them.
 */
export const backupDefinition: ServiceDefinition = {
  name: "backup",
  component: "chatkeep:server:Backup",
  optional: {
    isWanted: ({ backup }) => backup !== null,
    howToHaveIt:
      "This server has no backups. To have them, write `chatkeep:backup: { repository: /srv/chatkeep }` in the stack file, or another target",
  },
  needs: ["postgres", "synapse"],
  image: imageTable.backup,
  reference: ({ imageSource }) => referenceOf(imageTable.backup, imageSource),
  memory: { kind: "fixed", mebibytes: sizeOfBackup },
  // Linux counts Synapse's processes too: they have the same user.
  processes: ({ processors }) => 1024 + 64 * processors,
  openFiles: null,
  sharedMemoryMebibytes: 64,
  capabilities: [],
  temporaryFolders: { "/tmp": "size=64m,mode=1777" },
  // The image declares a volume there: without a planned one, the engine would create an unnamed volume for each container.
  dataFolder: "/var/lib/postgresql/data",
  // A cache, a lock, results, and what the operator's machine leaves again at its next command.
  holdsPeoplesData: false,
  reads: [
    { volume: "synapse", folder: "/synapse", isWanted: () => true },
    { volume: "control", folder: controlFolder, isWanted: () => true },
  ],
  writes: [],
  hostFolders: ({ backup }) =>
    backup?.repository.kind === "folder" ? [{ host: backup.repository.path, folder: repositoryFolder }] : [],
  secretFiles: ["repository-password", "database-password"],
  // A new signing key changes what is said of it beside the archive.
  secretPurposes: () => ["backupPassword", "signingKey"],
  trustsAuthorities: true,
  networks: ({ backup }) => (isFar(backup) ? ["data", "backup"] : ["data"]),
  ports: () => [],
  egress: ({ backup }) => (backup === null ? [] : target(backup.repository)),
  stopSignal: "SIGTERM",
  graceSeconds: 30,
  startSeconds: 120,
};

/** restic keeps an index of the whole repository in memory, some hundred bytes for each part of a file (restic manual, "Tuning"). */
function sizeOfBackup(all: number): number {
  return Math.min(Math.max(Math.floor(all / 8), 160), 1_024);
}

function isFar(backup: BackupSettings | null): boolean {
  return backup !== null && backup.repository.kind !== "folder";
}

function target(repository: BackupSettings["repository"]): readonly Egress[] {
  const why = "backups, encrypted before they leave";
  switch (repository.kind) {
    case "folder":
      return [];
    case "sftp":
      return [{ to: repository.host, port: repository.port, why }];
    case "rest":
      return [{ ...placeOf(repository.url), why }];
    case "s3":
      return [{ ...placeOf(repository.endpoint), why }];
    default:
      return repository satisfies never;
  }
}

function placeOf(address: string): Pick<Egress, "to" | "port"> {
  const { hostname, port, protocol } = new URL(address);
  return { to: hostname, port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port) };
}
