import type { Secret } from "../../../kinds/secret.ts";

/** What opens a repository, as the files that `restic.sh` reads beside itself, with that script. */
export type RepositoryFiles = readonly { readonly path: string; readonly text: string | Secret }[];

/** Where a repository is reached from. */
export interface RepositoryPlace {
  readonly files: RepositoryFiles;
  /** The folder on the engine's machine where the target is one; null where it is reached over a network. */
  readonly folder: string | null;
  /** The network that reaches it; null makes one for it, which is removed again. Of no use for a folder. */
  readonly network: string | null;
}
