import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type CheckValue,
  checkValueIn,
  checkValueText,
  parseCheckValue,
} from "../../../../src/keys/members/check-value.ts";
import { recoveryKeyText } from "../../../../src/keys/members/recovery-key.ts";
import { checkValueOf, keyFromPassphrase, storageAlgorithm } from "../../../../src/keys/members/secret-storage.ts";
import { judgeKey, readTypedKey, type TypedKey } from "../../../../src/operations/recovery/members/check-key.ts";
import { describeMistyped } from "../../../../src/operations/recovery/members/mistyped.ts";

const user = "@ana:acme.test";
const taken = "2026-11-30T02:00:00.000Z";
const now = Uint8Array.from({ length: 32 }, (_, index) => index);
const before = new Uint8Array(32).fill(7);
const derivation = { algorithm: "m.pbkdf2", iterations: 10, salt: "salt", bits: 256 };

const secret = (id: string) => ({ encrypted: { [id]: { iv: "…", ciphertext: "the ciphertext", mac: "…" } } });
const about = (key: Uint8Array, more: object = {}) => ({
  algorithm: storageAlgorithm,
  ...checkValueOf(key, randomBytes(16)),
  ...more,
});

/** What a server holds of an account with an earlier key and one of today. */
const data = {
  "m.secret_storage.default_key": { key: "now" },
  "m.secret_storage.key.now": about(now),
  "m.secret_storage.key.before": about(before),
  "m.secret_storage.key.removed": {},
  "m.cross_signing.master": secret("now"),
  "m.cross_signing.self_signing": secret("now"),
  "m.cross_signing.user_signing": secret("now"),
  "m.megolm_backup.v1": secret("before"),
  "m.direct": { "@ben:acme.test": ["!room"] },
};
const account = checkValueIn(user, taken, data);
const typed = (bytes: Uint8Array): TypedKey => ({ kind: "key", bytes });

describe("a check value", () => {
  it("is public: no ciphertext, nothing of the account's other data", () => {
    const text = checkValueText(account);
    expect(text).not.toMatch(/ciphertext|encrypted|ben:acme|!room/);
    expect(parseCheckValue(JSON.parse(text))).toEqual(account);
  });

  it("says which secrets the default key opens", () => {
    expect(account.opens).toEqual([
      "m.cross_signing.master",
      "m.cross_signing.self_signing",
      "m.cross_signing.user_signing",
    ]);
  });

  it.each([{}, [], null, { version: 2 }, { version: 1, user, taken, defaultKey: "none", keys: {} }])(
    "is not read from what is none: %j",
    (document) => {
      expect(parseCheckValue(document)).toBeNull();
    },
  );

  it.each([
    ["has none", {}],
    ["was reset", { ...data, "m.secret_storage.default_key": {} }],
    ["points to one that was removed", { ...data, "m.secret_storage.default_key": { key: "removed" } }],
  ])("has no default key where the account %s", async (_, held) => {
    const found = checkValueIn(user, taken, held);
    expect(found.defaultKey).toBeNull();
    expect(await judgeKey(typed(now), found)).toEqual({ kind: "not set up" });
  });
});

describe("a typed key", () => {
  it("is right where it is the default one", async () => {
    expect(await judgeKey(typed(now), account)).toEqual({ kind: "right", key: "now", opens: account.opens });
  });

  it("is named as an earlier one, which apps no longer use", async () => {
    expect(await judgeKey(typed(before), account)).toEqual({ kind: "earlier", key: "before", defaultKey: "now" });
  });

  it("is wrong where it is none of the account's", async () => {
    expect(await judgeKey(typed(new Uint8Array(32)), account)).toEqual({ kind: "wrong", defaultKey: "now" });
  });

  it("cannot be told where the default key has no check value", async () => {
    const bare = { ...data, "m.secret_storage.key.now": { algorithm: storageAlgorithm } };
    const verdict = await judgeKey(typed(now), checkValueIn(user, taken, bare));
    expect(verdict).toEqual({ kind: "cannot be told", defaultKey: "now" });
  });
});

describe("a passphrase", () => {
  const words = "the birds of  Öland";
  const withPassphrase = async (): Promise<CheckValue> => {
    const key = (await keyFromPassphrase(words, derivation)) ?? new Uint8Array(32);
    return checkValueIn(user, taken, { ...data, "m.secret_storage.key.now": about(key, { passphrase: derivation }) });
  };
  const described = (value: CheckValue) => value.keys.find(({ id }) => id === "now") ?? value.keys[0];

  it("is right, or is not", async () => {
    const value = await withPassphrase();
    const verdicts = [words, words.toUpperCase()].map(
      async (text) => (await judgeKey({ kind: "passphrase", text }, value)).kind,
    );
    expect(await Promise.all(verdicts)).toEqual(["right", "wrong"]);
  });

  it("is read where the account has one; its key is taken too, and a mistyped key is none", async () => {
    const description = described(await withPassphrase());
    if (description === undefined) throw new Error("no description");
    const text = recoveryKeyText(now).reveal();
    expect(readTypedKey(words, description)).toEqual({ kind: "passphrase", text: words });
    expect(readTypedKey(text, description)).toMatchObject({ kind: "key" });
    expect(readTypedKey(`x${text.slice(1)}`, description)).toEqual([{ kind: "beginning" }]);
  });

  it("is not read where the account has none", () => {
    const description = described(account);
    if (description === undefined) throw new Error("no description");
    expect(readTypedKey(words, description)).toEqual(expect.arrayContaining([{ kind: "beginning" }]));
  });
});

describe("what is said of a mistyped key", () => {
  it.each([
    { kind: "empty" },
    { kind: "length", found: 47 },
    { kind: "beginning" },
    { kind: "parity" },
    { kind: "letter", letter: "0", block: 2 },
  ] as const)("says where to look: %o", (fault) => {
    expect(describeMistyped(fault)).toMatch(/^[A-Z]/);
  });

  it("never shows a character that may be part of a passphrase", () => {
    expect(describeMistyped({ kind: "letter", letter: "ß", block: 1 })).not.toContain("ß");
  });
});
