import type { LookedVolume } from "./volume.ts";

/** What the running database says of itself and its cluster. */
export interface ClusterFacts {
  readonly major: number;
  /** Bytes of Synapse's database with its indexes. */
  readonly bytes: number;
  readonly events: number;
  readonly collation: string;
  readonly encoding: string;
  /** Extensions of the database, but for plpgsql. */
  readonly extensions: readonly string[];
  /** Databases of the cluster that are not Synapse's. */
  readonly databases: readonly string[];
  /** Roles that are not ours. */
  readonly roles: readonly string[];
  /** Settings that were made for a role of ours or for the database, such as `synapse: work_mem=64MB`. */
  readonly roleSettings: readonly string[];
}

/** What is asked of the database, as one row with one JSON object. The roles are those of templates/postgres and templates/recovery/audit.sql. */
export const clusterQuery = `SELECT json_build_object(
  'major', current_setting('server_version_num')::int / 10000,
  'bytes', pg_database_size(current_database()),
  'events', (SELECT count(*) FROM public.events),
  'collation', (SELECT datcollate FROM pg_database WHERE datname = current_database()),
  'encoding', (SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()),
  'extensions', (SELECT coalesce(json_agg(extname ORDER BY extname), '[]') FROM pg_extension WHERE extname <> 'plpgsql'),
  'databases', (SELECT coalesce(json_agg(datname ORDER BY datname), '[]') FROM pg_database
    WHERE NOT datistemplate AND datname NOT IN ('postgres', current_database())),
  'roles', (SELECT coalesce(json_agg(rolname ORDER BY rolname), '[]') FROM pg_roles
    WHERE rolname !~ '^pg_' AND rolname NOT IN ('postgres', 'synapse', 'backup', 'audit', 'audit_functions')),
  'roleSettings', (SELECT coalesce(json_agg(coalesce(rolname, datname) || ': ' || setting ORDER BY 1), '[]')
    FROM pg_db_role_setting LEFT JOIN pg_roles ON pg_roles.oid = setrole LEFT JOIN pg_database ON pg_database.oid = setdatabase,
    unnest(setconfig) AS setting WHERE coalesce(rolname, '') NOT IN ('backup', 'audit', 'audit_functions')))`;

/** One thing that a preflight found. */
export interface PreflightFinding {
  /** `refuses`: the upgrade is not done. `says`: the person should know. */
  readonly kind: "refuses" | "says";
  readonly id: string;
  readonly found: string;
  /** What to do about it; null where nothing has to be done. */
  readonly next: string | null;
}

/** All that a preflight judges. */
export interface PreflightFacts {
  readonly cluster: ClusterFacts;
  readonly volume: LookedVolume;
  readonly to: number;
}

/** Bytes that have to be free: for the dump and the new cluster, and a gibibyte that the running server is left with. */
export function neededBytes({ bytes }: Pick<ClusterFacts, "bytes">): number {
  return bytes * 3 + 2 ** 30;
}

/** Whether there is anything to do. */
export function isUpgrade({ cluster, to }: PreflightFacts): boolean {
  return cluster.major !== to;
}

/** Everything that speaks against it, and what else there is to know, at once. */
export function preflight(facts: PreflightFacts): readonly PreflightFinding[] {
  return [
    ...versions(facts),
    ...room(facts),
    ...lost(facts.cluster),
    ...collation(facts.cluster),
    ...settings(facts.cluster),
  ];
}

function versions({ cluster: { major }, to }: PreflightFacts): readonly PreflightFinding[] {
  if (to >= major) return [];
  return [
    refuses(
      "downgrade",
      `The database is of Postgres ${major}: an earlier version, ${to}, cannot be gone back to this way`,
      "To go back to what was before an upgrade:  npx chatkeep upgrade postgres --roll-back",
    ),
  ];
}

function room({ cluster, volume }: PreflightFacts): readonly PreflightFinding[] {
  const needed = neededBytes(cluster);
  const full = refuses(
    "room",
    `${mebibytes(volume.free)} are free on the disk of the database, and ${mebibytes(needed)} are needed for a while`,
    "Make room on the disk that holds Docker's volumes. `--delete-old` frees what earlier upgrades set aside.",
  );
  const noExchange = refuses(
    "exchange",
    `The file system of the database's volume (${volume.fileSystem}) cannot exchange two folders in one step, so a failure at the wrong moment could leave no database in place`,
    "Move Docker's volumes to ext4, XFS or Btrfs.",
  );
  return [...(volume.free < needed ? [full] : []), ...(volume.canExchange ? [] : [noExchange])];
}

/** What Synapse's own database does not hold would be lost. */
function lost({ extensions, databases, roles, encoding }: ClusterFacts): readonly PreflightFinding[] {
  const none = (id: string, what: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [
          refuses(
            id,
            `The cluster has ${what} that the server did not make: ${names.join(", ")}. The new cluster would not have them`,
            "Save what is in them if it is of use to anyone, remove them, then run the same command again.",
          ),
        ];
  return [
    ...none("extensions", "extensions", extensions),
    ...none("databases", "databases", databases),
    ...none("roles", "roles", roles),
    ...(encoding === "UTF8"
      ? []
      : [
          refuses(
            "encoding",
            `The database has the encoding ${encoding}, and Synapse needs UTF8`,
            "Convert it to UTF8 first.",
          ),
        ]),
  ];
}

function collation({ collation: now }: ClusterFacts): readonly PreflightFinding[] {
  if (now === "C") return [];
  const found = `The database has the collation ${now}; the new one has C, which is what Synapse expects, and every index is built again`;
  return [{ kind: "says", id: "collation", found, next: null }];
}

function settings({ roleSettings }: ClusterFacts): readonly PreflightFinding[] {
  if (roleSettings.length === 0) return [];
  const found = `The cluster has settings that the new one will not have: ${roleSettings.join(", ")}`;
  return [{ kind: "says", id: "role-settings", found, next: null }];
}

function refuses(id: string, found: string, next: string): PreflightFinding {
  return { kind: "refuses", id, found, next };
}

/** A number of bytes, for a person. */
export function mebibytes(bytes: number): string {
  return bytes < 10 * 2 ** 30 ? `${Math.ceil(bytes / 2 ** 20)} MiB` : `${Math.ceil(bytes / 2 ** 30)} GiB`;
}
