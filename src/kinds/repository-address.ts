/** Where backups are kept, by what is spoken there; restic's names of the four (restic manual, "Preparing a new repository"). */
export type RepositoryAddress =
  /** A folder or disk on the engine's machine. */
  | { readonly kind: "folder"; readonly path: string }
  | {
      readonly kind: "sftp";
      readonly user: string;
      readonly host: string;
      readonly port: number;
      /** Relative to the user's home where it has no leading slash. */
      readonly path: string;
    }
  /** `rest-server`, at an https or http address without user and password; `user` is null where it asks for none. */
  | { readonly kind: "rest"; readonly url: string; readonly user: string | null }
  /** `endpoint` is an https or http address, `path` is the bucket and what follows it, `accessKey` is the public half of the credential. */
  | { readonly kind: "s3"; readonly endpoint: string; readonly path: string; readonly accessKey: string };
