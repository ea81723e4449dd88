/** The major versions of Postgres that a stack can run, the newest first. What each is made of is in src/plan/images/versions.ts. */
export const postgresVersions = [17, 15] as const;

/** A major version of Postgres. */
export type PostgresVersion = (typeof postgresVersions)[number];

/** What a new stack gets, and what every archive is restored on. */
export const newestPostgres: PostgresVersion = postgresVersions[0];

/** What a stack runs whose stack file is from before it named a version. A newer Postgres does not change this. */
export const unwrittenPostgres: PostgresVersion = 17;

/** The major version in Postgres's own number of a server, `server_version_num`, such as 170012 (PostgreSQL manual, libpq, "PQserverVersion"). */
export function majorOf(serverVersion: number): number {
  return Math.floor(serverVersion / 10_000);
}
