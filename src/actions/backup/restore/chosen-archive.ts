import type { Erasure } from "../../../operations/backup/erasures.ts";
import type { Manifest } from "../../../operations/backup/manifest.ts";
import type { WholeArchive } from "../../../operations/backup/restore/choose.ts";
import type { VersionChange } from "../../../operations/backup/restore/versions.ts";

/** An archive that was chosen, with what it says of itself. */
export interface ChosenArchive {
  readonly archive: WholeArchive;
  readonly manifest: Manifest;
  /** What a restore brings to other versions. */
  readonly changes: readonly VersionChange[];
  /** What the operator's machine left with it, sealed; null where there was nothing yet. */
  readonly bundle: Uint8Array | null;
  /** The same of the newest archive, which knows earlier keys. */
  readonly newestBundle: Uint8Array | null;
  /** What was erased since there are backups. */
  readonly erasures: readonly Erasure[];
}
