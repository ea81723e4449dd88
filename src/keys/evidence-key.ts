import type { JsonObject } from "../kinds/json.ts";
import type { MasterKey } from "./master-key.ts";
import { isSignedBy, signatureOf } from "./signed-json.ts";
import { publicKeyOf, unpadded } from "./signing-key.ts";

/** The public half of the Ed25519 key that signs evidence, in unpadded base64: it proves later that what was signed came from this server. */
export function evidencePublicKey(master: MasterKey, epoch: number): string {
  return unpadded(publicKeyOf(master.derive("evidenceKey", epoch)));
}

/** Signs evidence: the signature of a JSON object, in unpadded base64. */
export function signEvidence(master: MasterKey, epoch: number, evidence: JsonObject): string {
  return signatureOf(evidence, master.derive("evidenceKey", epoch));
}

/**
 * Whether evidence was signed with this key. Both must be written the one way that base64 has for them: else a character of the
 * signature could be changed, and it would hold all the same.
 */
export function isEvidenceSignedBy(evidence: JsonObject, publicKey: string, signature: string): boolean {
  const isExact = (text: string) => unpadded(Buffer.from(text, "base64")) === text;
  return isExact(publicKey) && isExact(signature) && isSignedBy(evidence, publicKey, signature);
}
