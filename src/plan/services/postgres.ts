import { referenceOf } from "../images/images.ts";
import { preparedDatabase } from "../images/prepared-database.ts";
import { imageTable, postgresImages } from "../images/versions.ts";
import type { ServiceDefinition } from "./definition.ts";

/** The database: on the internal network alone, and the only one that may serve its volume. */
export const postgresDefinition: ServiceDefinition = {
  name: "postgres",
  component: "chatkeep:server:Postgres",
  optional: null,
  needs: [],
  image: imageTable.postgres,
  // A throwaway stack's database is there already when it starts; a drill's is an archive's.
  reference: (settings) => {
    const { throwaway, isolated, imageSource, postgresVersion } = settings;
    const usual = () => referenceOf(postgresImages[postgresVersion], imageSource);
    return throwaway && !isolated ? preparedDatabase(settings).image : usual();
  },
  memory: { kind: "part", of: 0.4 },
  processes: ({ processors }) => 1024 + 16 * processors,
  openFiles: null,
  // Parallel queries share memory through /dev/shm.
  sharedMemoryMebibytes: 256,
  capabilities: [],
  temporaryFolders: { "/tmp": "size=64m,mode=1777", "/run/postgresql": "size=1m,mode=1777" },
  dataFolder: "/var/lib/postgresql/data",
  holdsPeoplesData: true,
  reads: [],
  writes: [],
  hostFolders: () => [],
  secretFiles: ["password", "backup-password"],
  secretPurposes: ({ backup }) => (backup === null ? ["postgresPassword"] : ["postgresPassword", "backupPassword"]),
  trustsAuthorities: false,
  networks: () => ["data"],
  ports: () => [],
  egress: () => [],
  // Its fast shutdown (PostgreSQL manual, 18.5).
  stopSignal: "SIGINT",
  graceSeconds: 60,
  startSeconds: 120,
};
