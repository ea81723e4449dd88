import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";
import { Secret } from "../kinds/secret.ts";
import type { MasterKey } from "./master-key.ts";

/** The homeserver's Ed25519 signing key (Matrix spec, appendices, "Signing details"). */
export interface SigningKey {
  /** Such as `ed25519:ck_1f0e9a2b`: the digits are a digest of the public key, so that two keys never share an id. */
  readonly keyId: string;
  /** Unpadded base64, as servers publish it. */
  readonly publicKey: string;
  /** The content of Synapse's `signing_key_path` file: `ed25519 VERSION SEED` (signedjson, `write_signing_keys`). */
  readonly file: Secret;
}

/** The fixed head of a PKCS #8 document that wraps an Ed25519 seed (RFC 8410, section 7). */
const pkcs8Head = Buffer.from("302e020100300506032b657004220420", "hex");

/** The signing key of one generation. */
export function signingKey(master: MasterKey, epoch: number): SigningKey {
  const seed = master.derive("signingKey", epoch);
  const publicKey = publicKeyOf(seed);
  const version = `ck_${createHash("sha256").update(publicKey).digest("hex").slice(0, 8)}`;
  return {
    keyId: `ed25519:${version}`,
    publicKey: unpadded(publicKey),
    file: new Secret(`ed25519 ${version} ${unpadded(seed)}\n`),
  };
}

/** What others know of a signing key. */
export type PublicSigningKey = Pick<SigningKey, "keyId" | "publicKey">;

/** The public half of the key in Synapse's `signing_key_path` file, also of one that chatkeep did not make; null where that holds none. */
export function parseSigningKey(text: string): PublicSigningKey | null {
  const [, version, seed] = /^ed25519 (\w+) ([A-Za-z0-9+/]{43})=?\s*$/.exec(text) ?? [];
  if (version === undefined || seed === undefined) return null;
  return { keyId: `ed25519:${version}`, publicKey: unpadded(publicKeyOf(Buffer.from(seed, "base64"))) };
}

/** The public half of an Ed25519 key (RFC 8032, section 5.1.5). */
export function publicKeyOf(seed: Buffer): Buffer {
  const { x } = createPublicKey(privateKeyOf(seed)).export({ format: "jwk" });
  return Buffer.from(x ?? "", "base64url");
}

/** An Ed25519 key from its seed. */
export function privateKeyOf(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: "der", type: "pkcs8" });
}

/** Base64 without its padding (Matrix spec, appendices, "Unpadded Base64"). */
export function unpadded(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}
