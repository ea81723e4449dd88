import { createHash } from "node:crypto";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { parse } from "yaml";
import { signingKey } from "../../../src/keys/signing-key.ts";
import type { Json } from "../../../src/kinds/json.ts";
import { printedIn } from "../../support/stack/engine.ts";
import { masterKeyOf } from "../../support/stack/pulumi.ts";
import { baseline } from "../../support/synapse/baseline.ts";
import { effectiveSettings } from "../../support/synapse/synapse-settings.ts";

const stack = inject("mainStack");
const keyOf = "key.signing_key[0]";
const published = `[${keyOf}.alg + ":" + ${keyOf}.version, bytes(${keyOf}.verify_key).hex()]`;

describe("the running server's settings, read back by Synapse's own parser", () => {
  let found: readonly Json[];

  beforeAll(async () => {
    found = await effectiveSettings(stack, [...baseline.map(([, effective]) => effective), published]);
  });

  it.each(baseline.map(([key, , expected], index) => ({ key, expected, index })))("$key is $expected", (line) => {
    expect(found[line.index]).toEqual(line.expected);
  });

  it("leave no line of homeserver.yaml unread", async () => {
    const written = Object.keys(parse(await printedIn(stack, "synapse", "cat", "homeserver.yaml")));
    const read = new Set(baseline.map(([key]) => key.split(".")[0]));
    // The first is the address every client here uses; the second only silences a warning and is kept nowhere.
    const elsewhere = ["public_baseurl", "suppress_key_server_warning"];
    expect(written.filter((key) => !read.has(key) && !elsewhere.includes(key))).toEqual([]);
  });

  it("take the signing key that is derived from the master key", async () => {
    const derived = signingKey(await masterKeyOf(stack), 0);
    expect(found.at(-1)).toEqual([derived.keyId, Buffer.from(derived.publicKey, "base64").toString("hex")]);
  });

  it("name the signing key after its public key", () => {
    const [keyId, publicKey] = (found.at(-1) ?? []) as readonly string[];
    const digest = createHash("sha256")
      .update(Buffer.from(publicKey ?? "", "hex"))
      .digest("hex");
    expect(keyId).toBe(`ed25519:ck_${digest.slice(0, 8)}`);
  });
});
