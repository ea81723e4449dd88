import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import { Secret } from "../kinds/secret.ts";
import { type Purpose, purposes } from "./purposes.ts";

/** The one secret everything else follows from: 32 bytes. */
export class MasterKey {
  readonly #bytes: Buffer;
  constructor(bytes: Uint8Array) {
    if (bytes.length !== 32) throw new RangeError(`a master key has 32 bytes, these are ${bytes.length}`);
    this.#bytes = Buffer.from(bytes);
  }

  /** 32 bytes for one purpose and generation: HKDF-SHA-256 (RFC 5869) with an empty salt and `chatkeep/1/LABEL/EPOCH` as info. */
  derive(purpose: Purpose, epoch: number): Buffer {
    return this.#expand(`${purposes[purpose]}/${epoch}`);
  }

  /** A public name for this key, that says nothing about it: 12 hexadecimal digits. */
  id(): string {
    return this.#expand("master key id").toString("hex").slice(0, 12);
  }

  /** A public mark of an issued secret: it changes with the secret, and reveals nothing without this key. */
  markOf(issued: Secret): string {
    return createHmac("sha256", this.#expand("mark of issued secrets"))
      .update(issued.reveal())
      .digest("hex")
      .slice(0, 12);
  }

  /** A keyed mark of the fingerprint of a password's hash: it changes with the password, and reveals nothing without this key. */
  markOfPassword(fingerprint: string): string {
    return createHmac("sha256", this.#expand("mark of initial passwords"))
      .update(fingerprint)
      .digest("hex")
      .slice(0, 32);
  }

  /** What shares of one group carry, so that a wrong set of them is never taken for this key: 64 bits, 16 hexadecimal digits. */
  shareCommitment(group: string): string {
    return this.#expand(`share commitment/${group}`).toString("hex").slice(0, 16);
  }

  /** The key itself, for what writes it down in another form: words and shares. */
  reveal(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  /** The key as it is kept in the stack's settings: base64url, 43 characters. */
  text(): Secret {
    return new Secret(this.#bytes.toString("base64url"));
  }

  #expand(info: string): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#bytes, new Uint8Array(0), `chatkeep/1/${info}`, 32));
  }
}

/** A new random master key; randomness is an argument so that tests can repeat it. */
export function newMasterKey(random: (count: number) => Uint8Array = randomBytes): MasterKey {
  return new MasterKey(random(32));
}

/** Reads a master key as `text()` writes it; null when the text is none. */
export function parseMasterKey(text: string): MasterKey | null {
  const bytes = Buffer.from(text, "base64url");
  return bytes.length === 32 && bytes.toString("base64url") === text ? new MasterKey(bytes) : null;
}
