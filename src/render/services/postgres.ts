import type { File, SecretFile } from "../files.ts";
import { fillLines, templateAt } from "../fill.ts";
import type { FilesGiven, SecretsGiven } from "./renderer.ts";

/** Postgres's files, save the role's password. */
export function renderPostgres({ plan: { postgres, volumes }, templates }: FilesGiven): readonly File[] {
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
    { path: "pg_hba.conf", text: templateAt(templates, "postgres/pg_hba.conf") },
    { path: "pg_ident.conf", text: templateAt(templates, "postgres/pg_ident.conf") },
    { path: "cluster.sh", text: templateAt(templates, "postgres/cluster.sh") },
    { path: "start.sh", text: templateAt(templates, "postgres/start.sh") },
    { path: "health.sh", text: templateAt(templates, "health.sh") },
    { path: "check.sh", text: templateAt(templates, "postgres/check.sh") },
    { path: "room.sh", text: templateAt(templates, "room.sh") },
    { path: "volume-name", text: volumes.postgres.name },
  ];
}

/** The role's password. */
export function postgresSecrets({ secrets }: SecretsGiven): readonly SecretFile[] {
  return [{ path: "password", text: secrets.postgresPassword }];
}

/** A value in single quotes, inner ones doubled (PostgreSQL manual, 19.1.2). */
function quotePostgres(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
