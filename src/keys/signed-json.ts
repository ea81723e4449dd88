import { createPublicKey, sign, verify } from "node:crypto";
import { isJsonObject, type Json, type JsonObject } from "../kinds/json.ts";
import { privateKeyOf, unpadded } from "./signing-key.ts";

/**
 * Whether a signature of a JSON object was made with this Ed25519 key: over its canonical form without `signatures` and `unsigned`
 * (Matrix spec, appendices, "Checking for a Signature"). The key and the signature are in unpadded base64.
 */
export function isSignedBy(object: JsonObject, publicKey: string, signature: string): boolean {
  const { signatures: _, unsigned: __, ...signed } = object;
  const [x, bytes] = [Buffer.from(publicKey, "base64"), Buffer.from(signature, "base64")];
  if (x.length !== 32 || bytes.length !== 64) return false;
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: x.toString("base64url") }, format: "jwk" });
  return verify(null, Buffer.from(canonicalJson(signed)), key, bytes);
}

/** The signature of a JSON object with the Ed25519 key of this seed, in unpadded base64 (Matrix spec, appendices, "Signing JSON"). */
export function signatureOf(object: JsonObject, seed: Buffer): string {
  const { signatures: _, unsigned: __, ...signed } = object;
  return unpadded(sign(null, Buffer.from(canonicalJson(signed)), privateKeyOf(seed)));
}

/** JSON with its keys in order and nothing between them (Matrix spec, appendices, "Canonical JSON"). */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name] ?? null)}`).join(",")}}`;
}
