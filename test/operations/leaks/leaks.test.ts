import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MasterKey, newMasterKey } from "../../../src/keys/master-key.ts";
import { purposes } from "../../../src/keys/purposes.ts";
import { allSecrets, pulumiPassphrase, serverSecrets } from "../../../src/keys/secrets.ts";
import { Secret } from "../../../src/kinds/secret.ts";
import { findLeaks, findLeaksIn } from "../../../src/operations/leaks/leaks.ts";
import { seed } from "../../support/sample.ts";

/** The bytes ff fe fd … e0: their base64 has both characters that base64url writes otherwise. */
const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index));
const text = bytes.toString("base64url");
const known = { name: "known", value: new Secret(text) };

/** Written down by hand with base64(1), xxd(1) and jq(1). */
const knownForms: Readonly<Record<string, string>> = {
  "its text": "__79_Pv6-fj39vX08_Lx8O_u7ezr6uno5-bl5OPi4eA",
  "padded base64": "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA=",
  "unpadded base64": "//79/Pv6+fj39vX08/Lx8O/u7ezr6uno5+bl5OPi4eA",
  hexadecimal: "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0efeeedecebeae9e8e7e6e5e4e3e2e1e0",
  "capital hexadecimal": "FFFEFDFCFBFAF9F8F7F6F5F4F3F2F1F0EFEEEDECEBEAE9E8E7E6E5E4E3E2E1E0",
  "URL-encoded base64": "%2F%2F79%2FPv6%2Bfj39vX08%2FLx8O%2Fu7ezr6uno5%2Bbl5OPi4eA%3D",
  "URL-encoded in small digits": "%2f%2f79%2fPv6%2bfj39vX08%2fLx8O%2fu7ezr6uno5%2bbl5OPi4eA%3d",
  "base64 in JSON": "\\/\\/79\\/Pv6+fj39vX08\\/Lx8O\\/u7ezr6uno5+bl5OPi4eA=",
  "base64 of its text": "X183OV9QdjYtZmozOXZYMDhfTHg4T191N2V6cjZ1bm81LWJsNU9QaTRlQQ==",
  "base64 of `user:TEXT`": "dXNlcjpfXzc5X1B2Ni1majM5dlgwOF9MeDhPX3U3ZXpyNnVubzUtYmw1T1BpNGVB",
};

describe("a secret", () => {
  it.each(Object.entries(knownForms))("is found as %s", (_, form) => {
    const place = { where: "here", text: `before ${form} after` };
    expect(findLeaks([known], [place])).toEqual([{ secret: "known", where: "here" }]);
  });

  it("is found as bare bytes among others", () => {
    const place = {
      where: "a dump",
      text: Buffer.concat([Buffer.from([1, 2]), bytes, Buffer.from([3])]).toString("latin1"),
    };
    expect(findLeaks([known], [place])).toEqual([{ secret: "known", where: "a dump" }]);
  });

  it.each([...characterSwaps()])("is not found where one character is another: %i", (_, changed) => {
    expect(findLeaks([known], [{ where: "here", text: changed }])).toEqual([]);
  });

  it("with quotes and lines is found in JSON, and in JSON inside JSON", () => {
    const secret = { name: "key", value: new Secret('-----BEGIN "KEY"-----\nAbC/dEf\n-----END-----\n') };
    const once = JSON.stringify({ key: secret.value.reveal() });
    for (const each of [once, JSON.stringify({ once }), encodeURIComponent(secret.value.reveal())])
      expect(findLeaks([secret], [{ where: "here", text: each }])).toHaveLength(1);
  });

  it("that anyone could write by chance is refused", () => {
    expect(() => findLeaks([{ name: "short", value: new Secret("hunter2") }], [])).toThrow(RangeError);
  });
});

function* characterSwaps(): Generator<readonly [number, string]> {
  for (const at of [0, 1, 21, 41]) yield [at, `${text.slice(0, at)}.${text.slice(at + 1)}`];
}

describe("a leak", () => {
  it("is said once for each secret and place", () => {
    const twice = { where: "twice", text: `${text} and ${text}` };
    const other = { name: "other", value: newMasterKey().text() };
    const both = { where: "both", text: `${other.value.reveal()} ${text}` };
    expect(findLeaks([known, other], [twice, { where: "none", text: "" }, both, twice])).toEqual([
      { secret: "known", where: "twice" },
      { secret: "other", where: "both" },
      { secret: "known", where: "both" },
    ]);
  });

  it("is found in places that come one by one", async () => {
    async function* places() {
      yield { where: "one", text: "nothing" };
      yield { where: "two", text };
    }
    expect(await findLeaksIn([known], places())).toEqual([{ secret: "known", where: "two" }]);
  });
});

describe("all secrets of a stack", () => {
  const master = newMasterKey();
  const secrets = allSecrets(master, { signingKey: 2 });

  it("are the master key and one for every purpose", () => {
    expect(secrets.map(({ name }) => name)).toEqual(["masterKey", ...Object.keys(purposes)]);
  });

  it("are what the server and Pulumi really get", () => {
    const { passwordPepperMark: _, ...server } = serverSecrets(master, { signingKey: 2 });
    const given = Object.entries({ ...server, signingKey: server.signingKey.file });
    const all = [...given, ["pulumiPassphrase", pulumiPassphrase(master)] as const];
    const places = all.map(([where, secret]) => ({ where, text: secret.reveal() }));
    expect(findLeaks(secrets, places)).toEqual(all.map(([name]) => ({ secret: name, where: name })));
  });
});

const forms: Readonly<Record<string, (secret: Buffer) => string>> = {
  text: (secret) => secret.toString("base64url"),
  base64: (secret) => secret.toString("base64"),
  "bare bytes": (secret) => secret.toString("latin1"),
  hexadecimal: (secret) => secret.toString("hex"),
  "URL-encoded base64": (secret) => encodeURIComponent(secret.toString("base64")),
  "base64 of something around the text": (secret) => around(secret.toString("base64url"), "base64"),
  "base64url of something around the text": (secret) => around(secret.toString("base64url"), "base64url"),
  "base64 of something around the bytes": (secret) => around(secret.toString("latin1"), "base64"),
  "hexadecimal of something around the text": (secret) => around(secret.toString("base64url"), "hex"),
};

/** What stands before moves base64 by one of three offsets: the secret's own digest decides. */
function around(inner: string, encoding: BufferEncoding): string {
  const before = (createHash("sha256").update(inner).digest()[0] ?? 0) % 3;
  return Buffer.from(`${"x".repeat(before)}${inner}yz`, "latin1").toString(encoding);
}

const property = { seed: Number.parseInt(seed.slice(0, 7), 16) || 0, numRuns: 200 };
const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 });
const anyText = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), fc.base64String());

describe("whatever the key and the text around it", () => {
  it.each(Object.entries(forms))("a secret is found as %s", (_, form) => {
    fc.assert(
      fc.property(anyKey, anyText, anyText, (key, before, after) => {
        const secret = { name: "any", value: new Secret(Buffer.from(key).toString("base64url")) };
        const place = { where: "there", text: `${before}${form(Buffer.from(key))}${after}` };
        return findLeaks([secret], [place]).length === 1;
      }),
      property,
    );
  });

  it("nothing is found in text that does not hold it", () => {
    fc.assert(
      fc.property(anyText, anyKey, (random, other) => {
        const place = {
          where: "there",
          text: `${random}${Object.values(forms).map((form) => form(Buffer.from(other)))}`,
        };
        return findLeaks(allSecrets(outsider, {}), [place]).length === 0;
      }),
      property,
    );
  });
});

const outsider: MasterKey = newMasterKey();
