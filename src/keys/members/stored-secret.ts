import { createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { fieldsOf } from "../../kinds/json.ts";
import { Secret } from "../../kinds/secret.ts";

/** Opens a secret of an account's secret storage with one of its keys (Matrix spec 1.19, client-server API, "m.secret_storage.v1.aes-hmac-sha2"); null where it is not there, or not for this key. */
export function openStoredSecret(
  key: { readonly id: string; readonly bytes: Uint8Array },
  name: string,
  content: unknown,
): Secret | null {
  const { iv, ciphertext, mac } = fieldsOf(fieldsOf(fieldsOf(content).encrypted)[key.id]);
  if (typeof iv !== "string" || typeof ciphertext !== "string" || typeof mac !== "string") return null;
  const both = Buffer.from(hkdfSync("sha256", key.bytes, new Uint8Array(32), name, 64));
  const text = Buffer.from(ciphertext, "base64");
  const found = createHmac("sha256", both.subarray(32)).update(text).digest();
  const [said, counter] = [Buffer.from(mac, "base64"), Buffer.from(iv, "base64")];
  if (said.length !== found.length || counter.length !== 16 || !timingSafeEqual(found, said)) return null;
  const decipher = createDecipheriv("aes-256-ctr", both.subarray(0, 32), counter);
  return new Secret(Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8"));
}
