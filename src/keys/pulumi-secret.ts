import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { Secret } from "../kinds/secret.ts";

const iterations = 1_000_000;
const tagLength = 16;

/**
 * Opens and closes every secret that is encrypted with one passphrase and one salt, as Pulumi does, without starting it and where there
 * is no stack yet: PBKDF2 with SHA-256 over the passphrase, then AES-256-GCM (pulumi/sdk/go/common/resource/config/crypt.go,
 * pulumi/pkg/secrets/passphrase).
 */
export interface PulumiSeal {
  /** As the stack file (`encryptionsalt`) and the state have it: `v1:SALT:v1:NONCE:CIPHERTEXT`, where the last three seal the word `pulumi`. */
  readonly salt: string;
  /** Opens a value of `secure:`, `v1:NONCE:CIPHERTEXT`; null for what was not encrypted with it. */
  open(secure: string): Secret | null;
  close(text: Secret): string;
}

/** The seal of a salt; null when that is not the passphrase's. */
export async function pulumiSeal(salt: string, passphrase: Secret): Promise<PulumiSeal | null> {
  const [version, saltText = "", ...check] = salt.split(":");
  if (version !== "v1" || saltText === "") return null;
  const key = await stretched(passphrase.reveal().trim(), Buffer.from(saltText, "base64"));
  return openedText(key, check.join(":")) === null ? null : sealWith(key, salt);
}

/** A seal with a new salt, as Pulumi makes one for a new passphrase. */
export async function newPulumiSeal(passphrase: Secret): Promise<PulumiSeal> {
  const salt = randomBytes(8);
  const key = await stretched(passphrase.reveal().trim(), salt);
  return sealWith(key, `v1:${salt.toString("base64")}:${closed(key, new Secret("pulumi"))}`);
}

function sealWith(key: Buffer, salt: string): PulumiSeal {
  return { salt, open: (secure) => openedText(key, secure), close: (text) => closed(key, text) };
}

function openedText(key: Buffer, secure: string): Secret | null {
  const parts = partsOf(secure);
  return parts === null ? null : opened(key, parts.nonce, parts.sealed);
}

function partsOf(secure: string): { readonly nonce: Buffer; readonly sealed: Buffer } | null {
  const [version, nonce, sealed, ...rest] = secure.split(":");
  if (version !== "v1" || !nonce || !sealed || rest.length > 0) return null;
  return { nonce: Buffer.from(nonce, "base64"), sealed: Buffer.from(sealed, "base64") };
}

function closed(key: Buffer, text: Secret): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagLength });
  const sealed = Buffer.concat([cipher.update(text.reveal(), "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

/** Half a second of work each, and one command needs the same key several times. */
const stretchedBefore = new Map<string, Promise<Buffer>>();

function stretched(passphrase: string, salt: Buffer): Promise<Buffer> {
  const name = `${salt.toString("base64")} ${passphrase}`;
  const known = stretchedBefore.get(name) ?? stretchedNow(passphrase, salt);
  stretchedBefore.set(name, known);
  return known;
}

function stretchedNow(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    pbkdf2(passphrase, salt, iterations, 32, "sha256", (error, key) => (error === null ? resolve(key) : reject(error))),
  );
}

function opened(key: Buffer, nonce: Buffer, sealed: Buffer): Secret | null {
  if (nonce.length !== 12 || sealed.length < tagLength) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagLength });
  decipher.setAuthTag(sealed.subarray(-tagLength));
  try {
    return new Secret(Buffer.concat([decipher.update(sealed.subarray(0, -tagLength)), decipher.final()]).toString());
  } catch {
    return null;
  }
}
