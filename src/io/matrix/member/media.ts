import { createDecipheriv, createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { MemberApi } from "./api.ts";

/** A file of a room. */
export interface MediaSource {
  readonly serverName: string;
  readonly mediaId: string;
  /** How it is encrypted; null where it is not (Matrix client-server API, "EncryptedFile"). */
  readonly encryption: { readonly key: string; readonly iv: string; readonly sha256: string } | null;
}

/** What became of it. */
export type Fetched =
  | { readonly kind: "saved"; readonly bytes: number }
  | { readonly kind: "missing"; readonly status: number }
  /** Its bytes are not those that its sender named. */
  | { readonly kind: "altered" };

/** Fetches a file, decrypted, to `path`. It gets this name once it is whole and its hash was compared: bytes go through, not into memory. */
export async function fetchMedia(
  api: Pick<MemberApi, "download">,
  { serverName, mediaId, encryption }: MediaSource,
  path: string,
) {
  const place = `v1/media/download/${encodeURIComponent(serverName)}/${encodeURIComponent(mediaId)}`;
  const { status, body } = await api.download(place);
  if (status !== 200 || body === null) {
    await body?.cancel();
    return { kind: "missing", status } satisfies Fetched;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.part`;
  try {
    const { bytes, digest } = await save(body, encryption, unfinished);
    if (encryption !== null && digest !== encryption.sha256) return { kind: "altered" } satisfies Fetched;
    await rename(unfinished, path);
    return { kind: "saved", bytes } satisfies Fetched;
  } finally {
    await rm(unfinished, { force: true });
  }
}

/** The digest is of the encrypted bytes, without padding, as the sender names it. */
async function save(
  body: NonNullable<Response["body"]>,
  encryption: MediaSource["encryption"],
  path: string,
): Promise<{ readonly bytes: number; readonly digest: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const watch = async function* (source: AsyncIterable<Uint8Array>) {
    for await (const part of source) {
      hash.update(part);
      bytes += part.length;
      yield part;
    }
  };
  const source = Readable.fromWeb(body);
  const file = createWriteStream(path, { mode: 0o600, flush: true });
  const decipher = encryption === null ? null : decipherOf(encryption);
  if (decipher === null) await pipeline(source, watch, file);
  else await pipeline(source, watch, decipher, file);
  return { bytes, digest: hash.digest("base64").replace(/=+$/, "") };
}

function decipherOf({ key, iv }: NonNullable<MediaSource["encryption"]>) {
  return createDecipheriv("aes-256-ctr", Buffer.from(key, "base64url"), Buffer.from(iv, "base64"));
}
