import type { JsonObject } from "../kinds/json.ts";
import type { MasterKey } from "./master-key.ts";
import { signatureOf } from "./signed-json.ts";
import { publicKeyOf, unpadded } from "./signing-key.ts";

/** The public half of the Ed25519 key that signs evidence, in unpadded base64: it proves later that what was signed came from this server. */
export function evidencePublicKey(master: MasterKey, epoch: number): string {
  return unpadded(publicKeyOf(master.derive("evidenceKey", epoch)));
}

/** Signs evidence: the signature of a JSON object, in unpadded base64. */
export function signEvidence(master: MasterKey, epoch: number, evidence: JsonObject): string {
  return signatureOf(evidence, master.derive("evidenceKey", epoch));
}
