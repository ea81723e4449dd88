import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { evidencePublicKey } from "../../src/keys/evidence-key.ts";
import { MasterKey, newMasterKey, parseMasterKey } from "../../src/keys/master-key.ts";
import { type Purpose, purposes } from "../../src/keys/purposes.ts";
import { pulumiPassphrase, serverSecrets } from "../../src/keys/secrets.ts";
import { signingKey } from "../../src/keys/signing-key.ts";

/** The bytes 0 to 31. */
const known = new MasterKey(Uint8Array.from({ length: 32 }, (_, index) => index));

/** SHA-256 of what a second implementation of RFC 5869 (Python's hmac) derives from the known key. */
const knownAnswers: readonly (readonly [Purpose, number, string])[] = [
  ["signingKey", 0, "d4cbb90d71ed307650bf354ce35e0a164ea029f91c3c8e296bbe3057b34baf5a"],
  ["signingKey", 1, "13bb358e1907c85c9ede904e6293238366f20c3751a4b428a0567c0657e04cd6"],
  ["postgresPassword", 0, "e4cb1c888801cc82b7d62eccd4e23b506e032c9cfec5d50bc4370f9d357d085b"],
  ["pulumiPassphrase", 0, "b4557478b79eff88e8f88f7916b22cbb0e4433bcabf0f666325e2585da8ce1fc"],
  ["passwordPepper", 0, "3f5df821118e1afe037d03fb3d5c5a013294273b3cd2bc7dc4de65ccebcad46b"],
];

describe("master key", () => {
  it.each(knownAnswers)("derives %s in generation %i as a second implementation does", (purpose, epoch, answer) => {
    expect(createHash("sha256").update(known.derive(purpose, epoch)).digest("hex")).toBe(answer);
  });

  it("never gives two purposes or two generations the same value", () => {
    const names = Object.keys(purposes) as Purpose[];
    const values = names.flatMap((purpose) => [0, 1, 2].map((epoch) => known.derive(purpose, epoch).toString("hex")));
    expect(new Set(values).size).toBe(names.length * 3);
  });

  it("has an id that stays and belongs to this key alone", () => {
    expect(known.id()).toBe("969fa72c6063");
    expect(newMasterKey().id()).not.toBe(newMasterKey().id());
  });

  it("comes back from its own text", () => {
    const key = newMasterKey();
    expect(parseMasterKey(key.text().reveal())?.id()).toBe(key.id());
  });

  it.each(["", "short", `${"A".repeat(43)}=`, "A".repeat(44), `${"A".repeat(42)}B`])(
    "is not read from `%s`",
    (text) => {
      expect(parseMasterKey(text)).toBeNull();
    },
  );

  it("shows nothing when it or its secrets are printed", () => {
    const key = newMasterKey();
    const secrets = serverSecrets(key, {});
    const printed = [
      inspect(key),
      JSON.stringify(key),
      inspect(secrets, { depth: 5 }),
      JSON.stringify(secrets),
      String(key.text()),
    ].join();
    expect(printed).not.toContain(key.text().reveal());
    expect(printed).not.toContain(secrets.postgresPassword.reveal());
    expect(printed).not.toContain(pulumiPassphrase(key).reveal());
  });

  it("raises only the purposes whose generation is raised", () => {
    const before = serverSecrets(known, {});
    const after = serverSecrets(known, { operatorToken: 1 });
    expect(after.operatorToken.reveal()).not.toBe(before.operatorToken.reveal());
    expect(after.postgresPassword.reveal()).toBe(before.postgresPassword.reveal());
  });
});

describe("evidence key", () => {
  it("is the Ed25519 key that a second implementation makes of the same seed, and another in each generation", () => {
    expect(evidencePublicKey(known, 0)).toBe("PWUOkVzl1JRAweBfOqyzGcjMEm4uNzQMkUMTNvYjcWM");
    expect(evidencePublicKey(known, 1)).not.toBe(evidencePublicKey(known, 0));
  });
});

describe("signing key", () => {
  it("is the Ed25519 key that a second implementation makes of the same seed", () => {
    expect(signingKey(known, 0)).toMatchObject({
      keyId: "ed25519:ck_51d663cc",
      publicKey: "c5WM1VW4QEYEcSwkKL+cKU99kV5RMGhPXor57GR8FtY",
    });
  });

  it("has a file whose seed signs what the public key verifies", () => {
    const { file, publicKey } = signingKey(newMasterKey(), 0);
    const [algorithm, version, seed] = file.reveal().trim().split(" ");
    expect(algorithm).toBe("ed25519");
    expect(version).toMatch(/^ck_[0-9a-f]{8}$/);
    const privateKey = createPrivateKey({
      key: { kty: "OKP", crv: "Ed25519", d: base64url(seed ?? ""), x: base64url(publicKey) },
      format: "jwk",
    });
    const message = Buffer.from("a message");
    expect(verify(null, message, createPublicKey(privateKey), sign(null, message, privateKey))).toBe(true);
  });

  it("has another id under another master key and in another generation", () => {
    const ids = [signingKey(known, 0), signingKey(known, 1), signingKey(newMasterKey(), 0)].map(({ keyId }) => keyId);
    expect(new Set(ids).size).toBe(3);
  });
});

function base64url(text: string): string {
  return text.replaceAll("+", "-").replaceAll("/", "_");
}
