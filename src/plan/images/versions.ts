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

/** Debian 13: minbase by debootstrap, so that no registry is needed. */
const base: ImageVersion = {
  name: "base",
  version: "trixie",
  official: "docker.io/library/debian:trixie-slim",
  local: "chatkeep/base:trixie-r3",
  recipe: "b968b55d31eb33f2",
  uid: 0,
  gid: 0,
  buildArguments: {},
  base: null,
};

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

/** The Debian variant of the official image has postgres as 999:999; Debian 13's security archive carries this minor release. */
const postgres: ImageVersion = {
  name: "postgres",
  version: "17.12",
  official: "docker.io/library/postgres:17.12-trixie",
  local: "chatkeep/postgres:17.12-r1",
  recipe: "0c78740e57d6f9aa",
  uid: 999,
  gid: 999,
  buildArguments: { POSTGRES_VERSION: "17.12" },
  base,
};

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

/** Debian 13's restic is 0.18.0. The user is Synapse's: media are readable to no one else. */
const backup: ImageVersion = {
  name: "backup",
  version: "17.12",
  official: "chatkeep/backup:17.12-official-r1",
  local: "chatkeep/backup:17.12-r1",
  recipe: "6134cb5079639118",
  uid: 991,
  gid: 991,
  buildArguments: {},
  base: postgres,
};

/** The same from the official Postgres image: no registry has an image that dumps with this Postgres's own programs and has restic. */
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

/** Every exact image version of this release, in one place. */
export const imageTable = { base, synapse, postgres, caddy, coturn, backup } as const satisfies Readonly<
  Record<ImageName, ImageVersion>
>;
