import { createCipheriv, createHmac, hkdfSync, pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { fieldsOf } from "../../kinds/json.ts";

/** What an account publishes about a key of its secret storage: enough to tell the key, and nothing to find it by, unless a passphrase gives it. */
export interface KeyDescription {
  readonly id: string;
  readonly name: string | null;
  readonly algorithm: string;
  /** The check value; null where there is none, and then nothing can be told. */
  readonly check: { readonly iv: string; readonly mac: string } | null;
  /** How a passphrase gives the key; null where only the key itself does. */
  readonly passphrase: KeyDerivation | null;
}

/** The parameters of a passphrase (Matrix spec, "Deriving keys from passphrases"). */
export interface KeyDerivation {
  readonly algorithm: string;
  readonly iterations: number;
  readonly salt: string;
  readonly bits: number;
}

/** Whether a key is the described one; `unknown` where the description does not let anyone tell. */
export type Fit = "right" | "wrong" | "unknown";

/** The one algorithm of secret storage (Matrix spec 1.19, client-server API, "m.secret_storage.v1.aes-hmac-sha2"). */
export const storageAlgorithm = "m.secret_storage.v1.aes-hmac-sha2";

/** More than any client asks for: half a million is usual. A description with more would only keep this machine busy. */
export const mostIterations = 20_000_000;

/** Reads the content of `m.secret_storage.key.ID`; what is missing or of another type is left out, and nothing else is taken over. */
export function parseKeyDescription(id: string, content: unknown): KeyDescription {
  const { name, algorithm, iv, mac, passphrase } = fieldsOf(content);
  return {
    id,
    name: typeof name === "string" && name !== "" ? name : null,
    algorithm: typeof algorithm === "string" ? algorithm : "",
    check: typeof iv === "string" && typeof mac === "string" ? { iv, mac } : null,
    passphrase: derivationIn(passphrase),
  };
}

function derivationIn(written: unknown): KeyDerivation | null {
  const { algorithm, iterations, salt, bits = 256 } = fieldsOf(written);
  if (typeof algorithm !== "string" || typeof salt !== "string" || typeof bits !== "number") return null;
  return typeof iterations === "number" ? { algorithm, iterations, salt, bits } : null;
}

/** Compares a key with a check value: 32 zero bytes, encrypted and authenticated as a secret without a name would be. */
export function fits(key: Uint8Array, { algorithm, check }: KeyDescription): Fit {
  if (algorithm !== storageAlgorithm || check === null) return "unknown";
  const [iv, mac] = [Buffer.from(check.iv, "base64"), Buffer.from(check.mac, "base64")];
  if (iv.length !== 16 || mac.length !== 32) return "unknown";
  return timingSafeEqual(checkMac(key, iv), mac) ? "right" : "wrong";
}

/** A new check value, as clients write it. */
export function checkValueOf(key: Uint8Array, iv: Uint8Array): { readonly iv: string; readonly mac: string } {
  return { iv: Buffer.from(iv).toString("base64"), mac: checkMac(key, iv).toString("base64") };
}

function checkMac(key: Uint8Array, iv: Uint8Array): Buffer {
  const both = Buffer.from(hkdfSync("sha256", key, new Uint8Array(32), "", 64));
  const cipher = createCipheriv("aes-256-ctr", both.subarray(0, 32), iv);
  const text = Buffer.concat([cipher.update(new Uint8Array(32)), cipher.final()]);
  return createHmac("sha256", both.subarray(32)).update(text).digest();
}

/** The key that a passphrase gives; null where the description's way is one that is not known, or absurd. */
export async function keyFromPassphrase(passphrase: string, derivation: KeyDerivation): Promise<Uint8Array | null> {
  const { algorithm, iterations, salt, bits } = derivation;
  const isPossible = Number.isInteger(iterations) && iterations >= 1 && iterations <= mostIterations && bits === 256;
  if (algorithm !== "m.pbkdf2" || !isPossible) return null;
  return await promisify(pbkdf2)(passphrase, salt, iterations, bits / 8, "sha512");
}
