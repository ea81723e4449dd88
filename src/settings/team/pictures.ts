import type { FileFacts } from "../../kinds/file-facts.ts";
import { mebibytes, type Size } from "../../kinds/size.ts";

/** What is at the path of each picture that a roster names. */
export type PictureFacts = ReadonlyMap<string, FileFacts>;

/** What Synapse makes smaller copies of, and apps show (synapse/config/repository.py, `THUMBNAIL_SUPPORTED_MEDIA_FORMAT_MAP`). */
export type PictureType = "image/png" | "image/jpeg" | "image/gif" | "image/webp";

/** The picture of a room or space. */
export interface RosterPicture {
  /** Its path, from the folder of the roster. */
  readonly file: string;
  readonly type: PictureType;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** Every member's app loads it. */
const usefulSize = mebibytes(10);

/** The most that a picture may have, where the server takes files of that size. */
export function largestPicture({ uploadSize }: { readonly uploadSize: Size }): Size {
  return Math.min(uploadSize, usefulSize) as Size;
}

/** The picture at a path; null where what is there is no picture. */
export function pictureAt(file: string, facts: FileFacts | undefined): RosterPicture | null {
  if (facts?.kind !== "file") return null;
  const type = pictureTypeOf(facts.beginning);
  return type === null ? null : { file, type, bytes: facts.bytes, sha256: facts.sha256 };
}

/** What kind of picture a file is, by how it begins (MIME Sniffing Standard, "Matching an image type pattern"). */
export function pictureTypeOf(beginning: Uint8Array): PictureType | null {
  const bytes = Buffer.from(beginning);
  const has = (text: string, at = 0) => bytes.subarray(at, at + text.length).equals(Buffer.from(text, "latin1"));
  if (has("\x89PNG\r\n\x1a\n")) return "image/png";
  if (has("\xff\xd8\xff")) return "image/jpeg";
  if (has("GIF87a") || has("GIF89a")) return "image/gif";
  return has("RIFF") && has("WEBPVP", 8) ? "image/webp" : null;
}

/** Whether a file is a drawing in SVG: its first element says so, after declarations and comments of XML. */
export function isDrawing(beginning: Uint8Array): boolean {
  const text = Buffer.from(beginning).toString("utf8").replaceAll("\0", "");
  return /<svg[\s>]/i.test(text) && /^[^<]{0,8}</.test(text.trimStart());
}
