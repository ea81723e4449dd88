import type { File, SecretFile } from "../files.ts";
import { fillLines, templateAt } from "../fill.ts";
import type { FilesGiven, SecretsGiven } from "./renderer.ts";

/** Postgres's files, save the role's password. */
export function renderPostgres({ plan, templates }: FilesGiven): readonly File[] {
  const { postgres, backup, volumes } = plan;
  const values = {
    connections: postgres.connections,
    sharedBuffers: `${postgres.sharedBuffersMebibytes}MB`,
    effectiveCache: `${postgres.effectiveCacheMebibytes}MB`,
    maintenanceMemory: `${postgres.maintenanceMebibytes}MB`,
    workMemory: `${postgres.workMebibytes}MB`,
    parallelWorkers: postgres.parallelWorkers,
    largestLog: `${postgres.largestLogMebibytes}MB`,
  };
  return [
    { path: "postgresql.conf", text: fillLines(templates, "postgres/postgresql.conf", values, quotePostgres) },
    {
      path: "pg_hba.conf",
      text: fillLines(
        templates,
        "postgres/pg_hba.conf",
        { backupRole: backup === null ? undefined : "backup" },
        (role) => role,
      ),
    },
    { path: "pg_ident.conf", text: templateAt(templates, "postgres/pg_ident.conf") },
    { path: "cluster.sh", text: templateAt(templates, "postgres/cluster.sh") },
    { path: "start.sh", text: templateAt(templates, "postgres/start.sh") },
    ...(backup === null ? [] : [{ path: "backup-role.sh", text: templateAt(templates, "postgres/backup-role.sh") }]),
    { path: "health.sh", text: templateAt(templates, "health.sh") },
    { path: "check.sh", text: templateAt(templates, "postgres/check.sh") },
    { path: "room.sh", text: templateAt(templates, "room.sh") },
    { path: "volume-name", text: volumes.postgres.name },
    { path: "postgres-version", text: `${plan.postgresVersion}\n` },
    { path: "upgrade-command", text: `${upgradeCommand(plan.stack)}\n` },
  ];
}

/** The roles' passwords: Synapse's, and where there are backups, that of the one that reads for them. */
export function postgresSecrets({ plan, secrets }: SecretsGiven): readonly SecretFile[] {
  return [
    { path: "password", text: secrets.postgresPassword },
    ...(plan.backup === null ? [] : [{ path: "backup-password", text: secrets.backupPassword }]),
  ];
}

/** The command that brings a stack's database to another major version of Postgres. */
export function upgradeCommand(stack: string): string {
  return `npx chatkeep upgrade postgres --stack ${stack}`;
}

/** A value in single quotes, inner ones doubled (PostgreSQL manual, 19.1.2). */
function quotePostgres(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
