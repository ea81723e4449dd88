import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { MemberApi } from "../../../../src/io/matrix/member/api.ts";
import { fetchMedia } from "../../../../src/io/matrix/member/media.ts";
import { makeFolder } from "../../../support/own-folder.ts";

const text = randomBytes(300_000);
const [key, iv] = [randomBytes(32), Buffer.concat([randomBytes(8), Buffer.alloc(8)])];
const cipher = createCipheriv("aes-256-ctr", key, iv);
const sealed = Buffer.concat([cipher.update(text), cipher.final()]);
const sha256 = createHash("sha256").update(sealed).digest("base64").replaceAll("=", "");
const encryption = { key: key.toString("base64url"), iv: iv.toString("base64").replaceAll("=", ""), sha256 };
const source = { serverName: "acme.test", mediaId: "abc", encryption };

/** A server that gives these bytes. */
function serving(bytes: Buffer, status = 200): Pick<MemberApi, "download"> {
  return { download: async () => ({ status, body: new Response(new Uint8Array(bytes)).body }) };
}

async function place(): Promise<string> {
  return join(await makeFolder("history"), "media", "file");
}

describe("a file of a room", () => {
  it("is saved decrypted, once its hash was compared", async () => {
    const path = await place();
    expect(await fetchMedia(serving(sealed), source, path)).toEqual({ kind: "saved", bytes: text.length });
    expect((await readFile(path)).equals(text)).toBe(true);
  });

  it("is saved as it is where it is not encrypted", async () => {
    const path = await place();
    await fetchMedia(serving(text), { ...source, encryption: null }, path);
    expect((await readFile(path)).equals(text)).toBe(true);
  });

  it("with one byte changed is not saved, and nothing of it stays", async () => {
    const changed = Buffer.from(sealed);
    changed[70_000] = (changed[70_000] ?? 0) ^ 1;
    const path = await place();
    expect(await fetchMedia(serving(changed), source, path)).toEqual({ kind: "altered" });
    expect(await readdir(dirname(path))).toEqual([]);
  });

  it("that the server no longer has is missing", async () => {
    expect(await fetchMedia(serving(Buffer.from("{}"), 404), source, await place())).toEqual({
      kind: "missing",
      status: 404,
    });
  });
});
