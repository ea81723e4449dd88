/** What is at a path below a folder, as far as the file's own rules need it. */
export type FileFacts =
  | { readonly kind: "nothing" }
  /** A folder, a device or a pipe. */
  | { readonly kind: "no-file" }
  /** It leads out of the folder, by a link. */
  | { readonly kind: "outside" }
  /** The system's word for why, such as `EACCES`. */
  | { readonly kind: "unreadable"; readonly why: string }
  /** Larger than what was asked for, so it was not read. */
  | { readonly kind: "too-large"; readonly bytes: number }
  | {
      readonly kind: "file";
      readonly bytes: number;
      /** Its first bytes, at most 1,024. */
      readonly beginning: Uint8Array;
      /** SHA-256 in hexadecimal digits. */
      readonly sha256: string;
    };
