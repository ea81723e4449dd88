import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { Secret } from "../kinds/secret.ts";
import type { MasterKey } from "./master-key.ts";

/** What seals and opens the bundles of one master key, and that key's public id. */
export interface BundleKey {
  readonly masterKey: string;
  /** 32 bytes in base64url. */
  readonly key: Secret;
}

/** What the first line of a sealed bundle says to anyone: which master key opens it, and when it was sealed. */
export interface BundleHead {
  readonly masterKey: string;
  /** ISO 8601, in UTC. */
  readonly sealedAt: string;
}

const saltLength = 32;
const tagLength = 16;

/** The bundle key of a master key. */
export function bundleKeyOf(master: MasterKey): BundleKey {
  return { masterKey: master.id(), key: new Secret(master.derive("bundleKey", 0).toString("base64url")) };
}

/**
 * Seals bytes that the same key alone opens: AES-256-GCM with a key and a nonce by HKDF-SHA-256 from the bundle key
 * and a new salt. It is not done with a public key, which the machine that keeps the bundle would have too: then it could make one up.
 * The first line is readable, and part of what is authenticated.
 */
export function sealBundle(
  { masterKey, key }: BundleKey,
  sealedAt: Date,
  bytes: Uint8Array,
  random: (count: number) => Uint8Array = randomBytes,
): Uint8Array {
  const head = Buffer.from(`chatkeep-bundle 1 ${masterKey} ${sealedAt.toISOString()}\n`);
  const salt = random(saltLength);
  const { secret, nonce } = keysFor(key, salt);
  const cipher = createCipheriv("aes-256-gcm", secret, nonce, { authTagLength: tagLength });
  cipher.setAAD(head);
  return Buffer.concat([head, salt, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** The first line of a sealed bundle, which nothing has authenticated yet; null where it is none. */
export function readBundleHead(sealed: Uint8Array): BundleHead | null {
  const line = firstLine(sealed)?.toString("latin1") ?? "";
  const [, masterKey, sealedAt] = /^chatkeep-bundle 1 ([0-9a-f]{12}) (\d{4}-\d\d-\d\dT[\d:.]+Z)\n$/.exec(line) ?? [];
  return masterKey === undefined || sealedAt === undefined ? null : { masterKey, sealedAt };
}

/** What was sealed; null where the key is another one, a byte was changed, or it is no bundle. */
export function openBundle({ key }: Pick<BundleKey, "key">, sealed: Uint8Array): Uint8Array | null {
  const head = firstLine(sealed);
  if (head === null || readBundleHead(sealed) === null || sealed.length < head.length + saltLength + tagLength)
    return null;
  const { secret, nonce } = keysFor(key, sealed.subarray(head.length, head.length + saltLength));
  const decipher = createDecipheriv("aes-256-gcm", secret, nonce, { authTagLength: tagLength });
  decipher.setAAD(head);
  decipher.setAuthTag(sealed.subarray(-tagLength));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(head.length + saltLength, -tagLength)), decipher.final()]);
  } catch {
    return null;
  }
}

/** With its end; null where there is none in what the longest one takes. */
function firstLine(sealed: Uint8Array): Buffer | null {
  const end = sealed.subarray(0, 80).indexOf(10);
  return end < 0 ? null : Buffer.from(sealed.subarray(0, end + 1));
}

function keysFor(key: Secret, salt: Uint8Array): { readonly secret: Buffer; readonly nonce: Buffer } {
  const both = Buffer.from(
    hkdfSync("sha256", Buffer.from(key.reveal(), "base64url"), salt, "chatkeep/1/operator bundle/seal", 44),
  );
  return { secret: both.subarray(0, 32), nonce: both.subarray(32) };
}
