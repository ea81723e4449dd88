import { newestPostgres, type PostgresVersion } from "../../kinds/postgres-version.ts";

/** The images a stack is made of, and the Debian they are built on when they are built here. */
export type ImageName = "base" | "synapse" | "postgres" | "caddy" | "coturn" | "backup";

/** One exact version: where the official image is, what ours is called, and who the service runs as. */
export interface ImageVersion {
  readonly name: ImageName;
  readonly version: string;
  /** Where the official image is of another version than ours. */
  readonly officialVersion?: string;
  /** The reference on a public registry. */
  readonly official: string;
  /** What the image built here is called: version, then the revision of its recipe. */
  readonly local: string;
  /** Digest of the folder images/NAME: raise the revision when you change the folder. */
  readonly recipe: string;
  readonly uid: number;
  readonly gid: number;
  /** What the recipe's ARG lines get. */
  readonly buildArguments: Readonly<Record<string, string>>;
  /** What the recipe starts from; null for the base itself. */
  readonly base: ImageVersion | null;
  /** An image of a public registry that another one starts from: it is never built here. */
  readonly isPulled?: boolean;
}

/** The releases of Debian that images are built on, by their names. */
type Suite = "trixie" | "bookworm";

/** Debian: minbase by debootstrap, so that no registry is needed. */
function debian(suite: Suite): ImageVersion {
  return {
    name: "base",
    version: suite,
    official: `docker.io/library/debian:${suite}-slim`,
    local: `chatkeep/base:${suite}-r4`,
    recipe: "51fe91f74ded41a1",
    uid: 0,
    gid: 0,
    buildArguments: { SUITE: suite },
    base: null,
  };
}

/** Debian 13: all images start from it, but for a Postgres that it does not have. */
const base = debian("trixie");

/** Synapse runs as 991:991 in its official image too (docker/start.py, UID and GID). */
const synapse: ImageVersion = {
  name: "synapse",
  version: "1.163.2",
  official: "ghcr.io/element-hq/synapse:v1.163.2",
  local: "chatkeep/synapse:1.163.2-r2",
  recipe: "53e29c95ca0d232e",
  uid: 991,
  gid: 991,
  buildArguments: {},
  base,
};

/**
 * The newest form of a database that this Synapse knows (synapse/storage/schema, SCHEMA_VERSION). It opens any whose compatible schema is not
 * newer (synapse/storage/prepare_database.py), and brings earlier ones to this.
 */
export const synapseSchema = 94;

/** The Debian variant of the official image has postgres as 999:999; Debian's security archive carries these minor releases. */
function postgresOf(version: string, major: PostgresVersion, start: ImageVersion): ImageVersion {
  return {
    name: "postgres",
    version,
    official: `docker.io/library/postgres:${version}-${start.version}`,
    local: `chatkeep/postgres:${version}-r2`,
    recipe: "12465ec1b3f75aff",
    uid: 999,
    gid: 999,
    buildArguments: { PG_MAJOR: String(major), POSTGRES_VERSION: version },
    base: start,
  };
}

/** Postgres by its major version, each on the Debian that has it. The clusters of two majors are not the same: only an upgrade changes it. */
export const postgresImages: Readonly<Record<PostgresVersion, ImageVersion>> = {
  17: postgresOf("17.12", 17, base),
  15: postgresOf("15.20", 15, debian("bookworm")),
};

/** The newest Postgres. */
const postgres = postgresImages[newestPostgres];

/**
 * The official image leaves the user to us. Not 1000: process limits count by user number on the whole machine, and that one
 * is often the desktop's. Caddy 2.11.9 is the first that repeats a retried PUT with its body; GO_VERSION is the toolchain it is
 * compiled with.
 */
const caddy: ImageVersion = {
  name: "caddy",
  version: "2.11.9",
  official: "docker.io/library/caddy:2.11.9",
  local: "chatkeep/caddy:2.11.9-r1",
  recipe: "ccfd2fe2017a11cb",
  uid: 10443,
  gid: 10443,
  buildArguments: { GO_VERSION: "1.26.11" },
  base,
};

/**
 * It has its own user: the proxy, whose certificate it serves, has more secrets. Debian 13 has 4.6.1 and has not fixed it; the
 * official image follows coturn's own releases. Of those, 4.17.0 and 4.17.1 answer over UDP with packets that no router passes on (coturn,
 * issue 2043).
 */
const coturn: ImageVersion = {
  name: "coturn",
  version: "4.6.1",
  officialVersion: "4.17.2",
  official: "docker.io/coturn/coturn:4.17.2-r0",
  local: "chatkeep/coturn:4.6.1-r2",
  recipe: "4e5d53a942dad9c7",
  uid: 13478,
  gid: 13478,
  buildArguments: {},
  base,
};

/**
 * Debian 13's restic is 0.18.0. It starts from the newest Postgres, whatever the stack's own is: Debian 12's restic of 0.14.0 lacks what
 * backups need, pg_dump reads servers of earlier majors (PostgreSQL manual, pg_dump, "Notes"), and every archive is restored on the newest.
 * The user is Synapse's: media are readable to no one else.
 */
const backup: ImageVersion = {
  name: "backup",
  version: postgres.version,
  official: `chatkeep/backup:${postgres.version}-official-r2`,
  local: `chatkeep/backup:${postgres.version}-r2`,
  recipe: "8a579473a1bf1e52",
  uid: 991,
  gid: 991,
  buildArguments: {},
  base: postgres,
};

/** The same from the official Postgres image: no registry has an image that has both Postgres's programs and restic. */
export const backupOnOfficial: ImageVersion = {
  ...backup,
  local: backup.official,
  base: { ...postgres, local: postgres.official, base: null, isPulled: true },
};

/** Element Web's files, carried by its official image in /app (element-web, apps/web/Dockerfile). They cannot be built here: no package registry has them. */
export const elementWebImage = {
  version: "1.12.29",
  official: "docker.io/vectorim/element-web:v1.12.29",
} as const;

/** Every exact image version of this release, in one place, but for earlier majors of Postgres. */
export const imageTable = { base, synapse, postgres, caddy, coturn, backup } as const satisfies Readonly<
  Record<ImageName, ImageVersion>
>;

/** All that can be built here: what is not of the newest major too, and the backups' image on the official Postgres. */
export const buildableImages: readonly ImageVersion[] = [
  ...new Set([...Object.values(imageTable), ...Object.values(postgresImages), backupOnOfficial]),
];
