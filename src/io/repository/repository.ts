/** A part of an archive, as the repository lists it. */
export interface Snapshot {
  readonly id: string;
  /** ISO 8601, in UTC. */
  readonly time: string;
  readonly host: string;
  readonly tags: readonly string[];
  readonly paths: readonly string[];
  /** Bytes that were read, and those that the repository did not have before; null where it does not say (restic before 0.17). */
  readonly bytes: number | null;
  readonly added: number | null;
}

/**
 * A repository of backups, asked from inside a container that has restic and the repository's files (`restic.sh`). A VaultError says
 * that the key does not open it, that there is none, or that it cannot be reached.
 */
export interface Repository {
  /** All snapshots with these tags together, oldest first. */
  snapshots(tags: readonly string[]): Promise<readonly Snapshot[]>;
  /** One file of a snapshot that fits into memory; null where there is none. */
  read(snapshot: string, path: string): Promise<Buffer | null>;
  /** Bytes that the repository takes at its target, as it was packed. */
  size(): Promise<number>;
}
