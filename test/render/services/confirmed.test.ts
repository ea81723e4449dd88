import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson as ours } from "../../../src/keys/signed-json.ts";
import type { JsonObject } from "../../../src/kinds/json.ts";
import { canonicalJson, judgeDevices, verifyByBrowser } from "../../../templates/proxy/front/assets/confirmed.js";

const member = "@ana:acme.example";

/** A key that signs, named as Matrix names it. */
function signer() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  return { name: Buffer.from(x, "base64url").toString("base64").replaceAll("=", ""), privateKey };
}

function signed(object: JsonObject, name: string, key: KeyObject): JsonObject {
  const signature = sign(null, Buffer.from(ours(object)), key)
    .toString("base64")
    .replaceAll("=", "");
  return { ...object, signatures: { [member]: { [`ed25519:${name}`]: signature } } };
}

const [master, own, strange] = [signer(), signer(), signer()];
const keysOf = (id: string) => ({
  user_id: member,
  device_id: id,
  keys: { [`curve25519:${id}`]: "A" },
  algorithms: [],
});
const selfSigning = { user_id: member, usage: ["self_signing"], keys: { [`ed25519:${own.name}`]: own.name } };
const identity = {
  master_keys: { [member]: { user_id: member, usage: ["master"], keys: { [`ed25519:${master.name}`]: master.name } } },
  self_signing_keys: { [member]: signed(selfSigning, master.name, master.privateKey) },
};
const confirmed = (id: string): JsonObject => ({
  ...signed(keysOf(id), own.name, own.privateKey),
  unsigned: { device_display_name: "any" },
});

async function judged(devices: JsonObject, rest: object = identity, verify?: typeof verifyByBrowser): Promise<unknown> {
  const answer = { ...rest, device_keys: { [member]: devices } };
  return (await judgeDevices(member, ["PHONE"], answer, verify)).get("PHONE");
}

describe("a device on the page is", () => {
  it("confirmed by the member's own signing key alone", async () => {
    expect(await judged({ PHONE: confirmed("PHONE") })).toBe("confirmed");
    expect(await judged({ PHONE: keysOf("PHONE") })).toBe("unconfirmed");
    expect(await judged({ PHONE: signed(keysOf("PHONE"), strange.name, strange.privateKey) })).toBe("unconfirmed");
    expect(await judged({ PHONE: signed(keysOf("PHONE"), own.name, strange.privateKey) })).toBe("unconfirmed");
  });

  it("not confirmed with a signature of something else: another device's, or one that was changed since", async () => {
    expect(await judged({ PHONE: confirmed("LAPTOP") })).toBe("unconfirmed");
    expect(await judged({ PHONE: { ...confirmed("PHONE"), algorithms: ["another"] } })).toBe("unconfirmed");
    const { signatures = null } = confirmed("LAPTOP");
    expect(await judged({ PHONE: { ...keysOf("PHONE"), signatures } })).toBe("unconfirmed");
  });

  it("not confirmed where the master key did not sign the signing key, or there is no identity", async () => {
    const forged = {
      ...identity,
      self_signing_keys: { [member]: signed(selfSigning, master.name, strange.privateKey) },
    };
    expect(await judged({ PHONE: confirmed("PHONE") }, forged)).toBe("unconfirmed");
    expect(await judged({ PHONE: confirmed("PHONE") }, { ...identity, master_keys: {} })).toBe("unconfirmed");
    expect(await judged({ PHONE: confirmed("PHONE") }, {})).toBe("unconfirmed");
  });

  it("without keys where the server knows none, whatever its id is", async () => {
    expect(await judged({})).toBe("keyless");
    const odd = await judgeDevices(member, ["constructor", "__proto__"], {
      ...identity,
      device_keys: { [member]: {} },
    });
    expect([...odd.values()]).toEqual(["keyless", "keyless"]);
  });

  it("claimed to be confirmed where the browser does not know Ed25519", async () => {
    const unable = async () => null;
    expect(await judged({ PHONE: confirmed("PHONE") }, identity, unable)).toBe("claimed");
    expect(await judged({ PHONE: keysOf("PHONE") }, identity, unable)).toBe("unconfirmed");
  });
});

describe("what is signed", () => {
  it("is written as the rest of chatkeep writes it, whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(canonicalJson(plain)).toBe(ours(plain));
      }),
      { numRuns: 300 },
    );
    const names = { "\u{1f600}": 1, "\uff5e": 2, a: 3, __proto__x: 4 };
    expect(canonicalJson(names)).toBe(ours(names));
  });

  it("is refused with a key or signature that is none", async () => {
    expect(await verifyByBrowser("not base64!", "", "text")).toBe(false);
    expect(await verifyByBrowser("AAAA", "AAAA", "text")).toBe(false);
  });
});
