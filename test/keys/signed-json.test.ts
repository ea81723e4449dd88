import { generateKeyPairSync, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, isSignedBy } from "../../src/keys/signed-json.ts";
import type { Json } from "../../src/kinds/json.ts";

describe("canonical JSON", () => {
  // Matrix spec, appendices, "Canonical JSON", examples.
  it.each([
    [{}, "{}"],
    [{ one: 1, two: "Two" }, '{"one":1,"two":"Two"}'],
    [{ b: "2", a: "1" }, '{"a":"1","b":"2"}'],
    [
      {
        auth: {
          success: true,
          mxid: "@john.doe:example.com",
          profile: { display_name: "John Doe", three_pids: [{ medium: "email", address: "a" }] },
        },
      },
      '{"auth":{"mxid":"@john.doe:example.com","profile":{"display_name":"John Doe","three_pids":[{"address":"a","medium":"email"}]},"success":true}}',
    ],
    [{ a: "日本語" }, '{"a":"日本語"}'],
    [{ 本: 2, 日: 1 }, '{"日":1,"本":2}'],
    [{ a: null }, '{"a":null}'],
    [{ "\u{10000}": 1, "\uffff": 2 }, '{"\uffff":2,"\u{10000}":1}'],
  ])("of %j", (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it("means the same, and is its own canonical form", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as object), (value) => {
        const text = canonicalJson(value as Json);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

describe("a signature", () => {
  // Matrix spec, appendices, "Cryptographic Test Vectors", "Signing JSON".
  it.each([
    [{}, "K8280/U9SSy9IVtjBuVeLr+HpOB4BQFWbg+UZaADMtTdGYI7Geitb76LTrr5QV/7Xg4ahLwYGYZzuHGZKM5ZAQ"],
    [{ one: 1, two: "Two" }, "KqmLSbO39/Bzb0QIYE82zqLwsA+PDzYIpIRA2sRQ4sL53+sN6/fpNSoqE7BP7vBZhG6kYdD13EIMJpvhJI+6Bw"],
  ])("of the specification is valid: %j", (object, signature) => {
    const publicKey = "XGX0JRS2Af3be3knz2fBiRbApjm2Dh61gXDJA8kcJNI";
    expect(
      isSignedBy({ ...object, signatures: { "not.signed": {} }, unsigned: { age: 1 } }, publicKey, signature),
    ).toBe(true);
    expect(isSignedBy({ ...object, further: 1 }, publicKey, signature)).toBe(false);
  });

  it("of another key is not valid, and what is no key or signature never is", () => {
    const [one, other] = [generateKeyPairSync("ed25519"), generateKeyPairSync("ed25519")];
    const signature = sign(null, Buffer.from("{}"), one.privateKey).toString("base64");
    const publicOf = ({ publicKey }: typeof one) => publicKey.export({ format: "jwk" }).x ?? "";
    expect(isSignedBy({}, publicOf(one), signature)).toBe(true);
    expect(isSignedBy({}, publicOf(other), signature)).toBe(false);
    for (const [key, text] of [
      ["", signature],
      ["A", signature],
      [publicOf(one), ""],
      [publicOf(one), "!"],
    ] as const)
      expect(isSignedBy({}, key, text)).toBe(false);
  });
});
