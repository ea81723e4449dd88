import { randomBytes } from "node:crypto";
import fc from "fast-check";
import encryptAESSecretStorageItem from "matrix-js-sdk/lib/utils/encryptAESSecretStorageItem.js";
import { describe, expect, it } from "vitest";
import { openStoredSecret } from "../../../src/keys/members/stored-secret.ts";

const key = { id: "one", bytes: new Uint8Array(randomBytes(32)) };

async function stored(text: string, name: string) {
  return { encrypted: { one: await encryptAESSecretStorageItem(text, key.bytes, name) } };
}

describe("a secret in an account's secret storage", () => {
  it("as clients write it opens with its key", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme", minLength: 1 }), async (text) => {
        const content = await stored(text, "m.megolm_backup.v1");
        expect(openStoredSecret(key, "m.megolm_backup.v1", content)?.reveal()).toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  it("does not open with another key, as another secret, or with one byte changed", async () => {
    const content = await stored("secret", "m.cross_signing.master");
    const { ciphertext, ...rest } = content.encrypted.one;
    const changed = Buffer.from(ciphertext, "base64");
    changed[0] = (changed[0] ?? 0) ^ 1;
    const damaged = { encrypted: { one: { ...rest, ciphertext: changed.toString("base64") } } };
    const other = { ...key, bytes: new Uint8Array(32) };
    expect(openStoredSecret(key, "m.cross_signing.master", content)?.reveal()).toBe("secret");
    expect(openStoredSecret(key, "m.cross_signing.master", damaged)).toBeNull();
    expect(openStoredSecret(other, "m.cross_signing.master", content)).toBeNull();
    expect(openStoredSecret(key, "m.cross_signing.self_signing", content)).toBeNull();
    expect(openStoredSecret({ ...key, id: "two" }, "m.cross_signing.master", content)).toBeNull();
  });

  it.each([
    null,
    {},
    { encrypted: null },
    { encrypted: { one: { iv: 1 } } },
    { encrypted: { one: { iv: "", ciphertext: "", mac: "" } } },
  ])("that is none does not open: %j", (content) => {
    expect(openStoredSecret(key, "m.cross_signing.master", content)).toBeNull();
  });
});
