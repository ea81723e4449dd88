import type { RepositoryAddress } from "../../kinds/repository-address.ts";
import type { Plan } from "../../plan/plan.ts";
import { repositoryFolder } from "../../plan/services/backup.ts";
import type { File, SecretFile } from "../files.ts";
import { templateAt } from "../fill.ts";
import type { FilesGiven, SecretsGiven } from "./renderer.ts";

const scripts = [
  "start.sh",
  "common.sh",
  "restic.sh",
  "run.sh",
  "database.sql",
  "manifest.sql",
  "dump.sh",
  "give-way.sh",
  "files.sh",
  "prune.sh",
  "repository-key.sh",
  "verify.sh",
  "check.sh",
] as const;

/** What backups are made with, save the secret files and what says how the other services are configured. */
export function renderBackup({ plan, templates }: FilesGiven): readonly File[] {
  const { backup } = plan;
  if (backup === null) return [];
  return [
    ...scripts.map((path) => ({ path, text: templateAt(templates, `backup/${path}`) })),
    { path: "health.sh", text: templateAt(templates, "health.sh") },
    { path: "restic-memory", text: `${backup.resticMebibytes}MiB` },
    ...repositoryFiles(backup),
  ];
}

/** Where the repository is, and who it takes this server for. restic.sh reads these, in a container that restores too. */
export function repositoryFiles({
  repository,
  hostKeys,
}: {
  readonly repository: RepositoryAddress;
  readonly hostKeys: readonly string[];
}): readonly File[] {
  const user = userOf(repository);
  return [
    { path: "repository", text: resticAddress(repository) },
    ...(user === null ? [] : [{ path: "user", text: user }]),
    // The name is the one that restic.sh tells ssh to look for, whatever the host is called.
    ...(hostKeys.length === 0
      ? []
      : [{ path: "known-hosts", text: hostKeys.map((key) => `repository ${key}\n`).join("") }]),
  ];
}

/** restic's name of a repository (restic manual, "Preparing a new repository"). */
export function resticAddress(repository: RepositoryAddress): string {
  switch (repository.kind) {
    case "folder":
      return repositoryFolder;
    case "sftp":
      return `sftp://${repository.user}@${repository.host}:${repository.port}/${repository.path}`;
    case "rest":
      return `rest:${repository.url}`;
    case "s3":
      return `s3:${repository.endpoint}/${repository.path}`;
    default:
      return repository satisfies never;
  }
}

function userOf(repository: RepositoryAddress): string | null {
  switch (repository.kind) {
    case "rest":
      return repository.user;
    case "s3":
      return repository.accessKey;
    default:
      return null;
  }
}

/** What opens the repository, and what signs in to the database. The target's credential comes beside them. */
export function backupSecrets({
  secrets: { repositoryPassword, backupPassword },
}: SecretsGiven): readonly SecretFile[] {
  return [
    { path: "repository-password", text: repositoryPassword },
    { path: "database-password", text: backupPassword },
  ];
}

/** The public ids of a server's keys. */
interface KeyIds {
  readonly masterKey: string;
  readonly signingKey: string;
}

/** What tells one target from another; inside the container, every folder has the same name. */
function placeOf(repository: RepositoryAddress): string {
  return repository.kind === "folder" ? repository.path : resticAddress(repository);
}

/** What a manifest says of the stack, free of secrets. `configuration` are the names of the configurations that run, by service. */
export function renderFacts(plan: Plan, keyIds: KeyIds, configuration: Readonly<Record<string, string>>): File {
  const { stack, serverName, services, epochs, backup } = plan;
  const running = Object.values(services);
  const facts = {
    stack,
    serverName,
    ...keyIds,
    epochs,
    images: Object.fromEntries(running.map(({ role, image }) => [role, image])),
    configuration: Object.fromEntries(Object.entries(configuration).filter(([role]) => services[role] !== undefined)),
    ...(backup === null
      ? {}
      : {
          repository: placeOf(backup.repository),
          everySeconds: backup.every / 1_000,
          keep: backup.keep,
          appendOnly: backup.appendOnly,
        }),
  };
  return { path: "facts.json", text: `${JSON.stringify(facts, null, 2)}\n` };
}
