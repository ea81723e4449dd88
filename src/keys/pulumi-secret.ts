import { createDecipheriv, pbkdf2 } from "node:crypto";
import { Secret } from "../kinds/secret.ts";

/** What Pulumi's passphrase provider keeps of a stack's secrets. */
export interface SealedSecret {
  /** The stack file's `encryptionsalt`: `v1:SALT:v1:NONCE:CIPHERTEXT`, where the last three seal the word `pulumi`. */
  readonly salt: string;
  /** The value of `secure:`: `v1:NONCE:CIPHERTEXT`. */
  readonly secure: string;
}

const iterations = 1_000_000;
const tagLength = 16;

/**
 * Opens a secret of a stack file as Pulumi does, without starting it and where there is no stack yet: PBKDF2 with SHA-256 over the
 * passphrase, then AES-256-GCM (pulumi/sdk/go/common/resource/config/crypt.go, pulumi/pkg/secrets/passphrase). null when the
 * passphrase does not open it.
 */
export async function openPulumiSecret({ salt, secure }: SealedSecret, passphrase: Secret): Promise<Secret | null> {
  const [version, saltText] = salt.split(":");
  const [sealVersion, nonce, sealed, ...rest] = secure.split(":");
  if (version !== "v1" || sealVersion !== "v1" || rest.length > 0) return null;
  if (!saltText || !nonce || !sealed) return null;
  const key = await stretched(passphrase.reveal().trim(), Buffer.from(saltText, "base64"));
  return opened(key, Buffer.from(nonce, "base64"), Buffer.from(sealed, "base64"));
}

function stretched(passphrase: string, salt: Buffer): Promise<Buffer> {
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
