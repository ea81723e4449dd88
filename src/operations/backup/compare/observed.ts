import type { ArchivedDatabase } from "../manifest.ts";

/** What was found in volumes that an archive was restored into, before anything was served from them; in the manifest's own terms. */
export interface ObservedArchive {
  readonly database: Omit<ArchivedDatabase, "digestKey" | "dumpBytes" | "dumpSeconds"> & {
    /** Rows of one-time keys: one that was handed out before the loss would be handed out a second time. */
    readonly oneTimeKeys: number;
    /** The server names that its own members' ids end in. */
    readonly serverNames: readonly string[];
    /** Ids of what the newest events of this server are signed with. */
    readonly signedWith: readonly string[];
  };
  readonly media: ObservedMedia;
  readonly certificates: number;
}

/** The media that came back. */
export interface ObservedMedia {
  readonly files: number;
  readonly bytes: number;
  /** Local media that the database names and that are not there. */
  readonly missing: readonly string[];
  /** SHA-256 of the files that the manifest names; null for one that is not there. */
  readonly samples: Readonly<Record<string, string | null>>;
}
