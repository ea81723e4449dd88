import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { MsgType } from "matrix-js-sdk";
import type { EncryptedFile } from "matrix-js-sdk/lib/types.js";
import type { MemberDevice } from "./device.ts";
import { readable } from "./messages.ts";

/** Encrypts a file on this device, uploads it and sends it to a room, as clients do (specification, "Sending encrypted attachments"). */
export async function sendFile(device: MemberDevice, roomId: string, bytes: Buffer): Promise<string> {
  const { file, sealed } = seal(bytes);
  const { content_uri: url } = await device.sdk.uploadContent(sealed, { type: "application/octet-stream" });
  const content = { msgtype: MsgType.File, body: "minutes.pdf", file: { ...file, url } } as const;
  return (await device.sdk.sendMessage(roomId, content)).event_id;
}

/** Fetches a file that was sent to a room, and opens it on this device. */
export async function fetchFile(device: MemberDevice, roomId: string, eventId: string): Promise<Buffer> {
  const { file } = (await readable(device, roomId, eventId)) as { readonly file: EncryptedFile };
  const address = device.sdk.mxcUrlToHttp(file.url, undefined, undefined, undefined, false, true, true);
  const headers = { authorization: `Bearer ${device.accessToken}` };
  const answer = await device.fetch(String(address), { headers });
  if (answer.status !== 200) throw new Error(`${file.url} was answered with ${answer.status}.`);
  return open(file, Buffer.from(await answer.arrayBuffer()));
}

function seal(bytes: Buffer): { readonly file: Omit<EncryptedFile, "url">; readonly sealed: Buffer } {
  const [key, iv] = [randomBytes(32), Buffer.concat([randomBytes(8), Buffer.alloc(8)])];
  const cipher = createCipheriv("aes-256-ctr", key, iv);
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  const jwk = { kty: "oct", key_ops: ["encrypt", "decrypt"], alg: "A256CTR", k: key.toString("base64url"), ext: true };
  return { sealed, file: { v: "v2", key: jwk, iv: unpadded(iv), hashes: { sha256: digestOf(sealed) } } };
}

function open({ key, iv, hashes }: EncryptedFile, sealed: Buffer): Buffer {
  if (digestOf(sealed) !== hashes.sha256) throw new Error("The file is not the one that was sent.");
  const decipher = createDecipheriv("aes-256-ctr", Buffer.from(key.k, "base64url"), Buffer.from(iv, "base64"));
  return Buffer.concat([decipher.update(sealed), decipher.final()]);
}

const digestOf = (bytes: Buffer) => unpadded(createHash("sha256").update(bytes).digest());
const unpadded = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
