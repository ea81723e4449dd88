import { fieldsOf, type JsonObject } from "../../../kinds/json.ts";

/** A file that an event names. */
export interface NamedMedia {
  readonly serverName: string;
  readonly mediaId: string;
  readonly encryption: { readonly key: string; readonly iv: string; readonly sha256: string } | null;
  /** As its sender calls it. */
  readonly name: string;
}

/** The file of an event; null where it has none, or one that is not named as files of Matrix are (client-server API, "Matrix Content (mxc) URIs"). */
export function mediaIn(content: JsonObject): NamedMedia | null {
  const file = fieldsOf(content.file);
  const uri = typeof file.url === "string" ? file.url : content.url;
  const [, serverName, mediaId] = /^mxc:\/\/([^/?#]+)\/([\w-]+)$/.exec(typeof uri === "string" ? uri : "") ?? [];
  if (serverName === undefined || mediaId === undefined) return null;
  const encryption = typeof file.url === "string" ? encryptionIn(file) : null;
  if (encryption === undefined) return null;
  return { serverName, mediaId, encryption, name: nameIn(content) };
}

/** Undefined where the file is said to be encrypted and cannot be decrypted. */
function encryptionIn(file: Readonly<Record<string, unknown>>): NamedMedia["encryption"] | undefined {
  const { k, alg } = fieldsOf(file.key);
  const { sha256 } = fieldsOf(file.hashes);
  const { iv } = file;
  if (typeof k !== "string" || typeof iv !== "string" || typeof sha256 !== "string" || alg !== "A256CTR")
    return undefined;
  const isWhole = Buffer.from(k, "base64url").length === 32 && Buffer.from(iv, "base64").length === 16;
  return isWhole ? { key: k, iv, sha256: sha256.replace(/=+$/, "") } : undefined;
}

/** `filename` where there is one: `body` is then a caption (Matrix client-server API, "Media captions"). */
function nameIn({ filename, body }: JsonObject): string {
  const named = typeof filename === "string" && filename !== "" ? filename : body;
  return typeof named === "string" && named !== "" ? named : "file";
}

/** Endings of files that only show or play; a browser or a desktop runs nothing in them. */
const passive = new Set(
  (
    "png jpg jpeg gif webp bmp avif heic mp3 ogg oga opus m4a wav flac aac mp4 m4v webm mov mkv avi txt md csv json log " +
    "pdf odt ods odp docx xlsx pptx zip gz tar xz 7z ics vcf eml epub asc sig age pem part"
  ).split(" "),
);

const longestName = 80;

/**
 * The name under which a file is saved: what its sender calls it, as far as every file system takes it, behind a part of the event's
 * id, so that no two are the same. It never leaves its folder. What a double click could run gets `.download` added.
 */
export function fileNameFor(eventId: string, name: string): string {
  const plain = name
    .normalize("NFC")
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "")
    .replace(/[/\\:*?"<>|%#&\s]+/gu, "_")
    .replace(/^[._]+|[._]+$/g, "");
  const [, stem = "", ending = ""] = /^(.*?)(?:\.([\p{L}\p{N}]{1,10}))?$/u.exec(plain) ?? [];
  const kept = ending === "" ? "" : `.${ending}`;
  const short = [...stem].slice(0, longestName - kept.length).join("") || "file";
  const safe = ending === "" || passive.has(ending.toLowerCase()) ? kept : `${kept}.download`;
  return `${markOf(eventId)}-${inBytes(short, 180)}${safe}`;
}

/** Most file systems take 255 bytes. */
function inBytes(text: string, most: number): string {
  const letters = [...text];
  while (Buffer.byteLength(letters.join("")) > most) letters.pop();
  return letters.join("");
}

/** Ids of events are random or, in the oldest rooms, begin with a time: 24 letters of one tell it from all others of its room. */
function markOf(eventId: string): string {
  const letters = eventId.replace(/[^A-Za-z0-9_-]/g, "").replace(/^[-_]+/, "");
  return letters.slice(0, 24) || "event";
}
