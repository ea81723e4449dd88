/**
 * What an archive is said to hold, written by the backup itself in the same snapshot of the database. It is the last part of an archive:
 * without one, it is unfinished. Times are ISO 8601 in UTC.
 */
export interface Manifest {
  readonly format: 1;
  /** Also the archive's tag: its time, then something random, such as `2026-11-30T10-15-00Z-1a2b3c4d`. */
  readonly archive: string;
  readonly stack: string;
  readonly serverName: string;
  /** When the database's snapshot was taken: all that is later is not in the archive. */
  readonly at: string;
  /** When the manifest was written. */
  readonly finishedAt: string;
  /** Public ids: of the master key, and of the key that the server signs with. */
  readonly masterKey: string;
  readonly signingKey: string;
  readonly epochs: Readonly<Record<string, number>>;
  /** Image references by service. */
  readonly images: Readonly<Record<string, string>>;
  /** The configuration's digest of each service that runs. */
  readonly configuration: Readonly<Record<string, string>>;
  readonly database: ArchivedDatabase;
  readonly media: ArchivedMedia;
  /** What the operator's machine left; null where nothing was left yet. */
  readonly bundle: { readonly sealedAt: string; readonly bytes: number; readonly sha256: string } | null;
  /** Files that the proxy left: certificates and its own authority. */
  readonly certificates: number;
  /** restic's ids of the other parts. */
  readonly snapshots: { readonly database: string; readonly files: string };
}

/** The database in an archive. */
export interface ArchivedDatabase {
  /** `server_version_num` of Postgres, such as 170012. */
  readonly postgres: number;
  readonly collation: string;
  readonly encoding: string;
  /** Synapse's `schema_version` and `schema_compat_version`. */
  readonly schema: number;
  readonly compatibleSchema: number;
  /** What the digests are keyed with, made for this archive alone. */
  readonly digestKey: string;
  /** By name; tables whose rows are left out have none of them here either. */
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly digest: string }>>;
  /**
   * Last value by name, of all sequences, read before the dump: sequences belong to no snapshot, so the dump holds the same or a greater
   * one. 0 where none was drawn yet. `isBig` is false for the one that is an integer.
   */
  readonly sequences: Readonly<Record<string, { readonly value: number; readonly isBig: boolean }>>;
  readonly newestEvent: { readonly id: string; readonly at: string; readonly order: number } | null;
  readonly dumpBytes: number;
  /** Seconds that the dump took, stored as it came; earlier archives do not say it. */
  readonly dumpSeconds?: number;
}

/** The media in an archive. */
export interface ArchivedMedia {
  /** Files of local media and thumbnails that the archive holds. */
  readonly files: number;
  readonly bytes: number;
  /** Local media that the database names and that were not there any more: deleted meanwhile, or lost before. */
  readonly missing: readonly string[];
  /** SHA-256 by path within the media folder, of a sample. */
  readonly samples: Readonly<Record<string, string>>;
}
