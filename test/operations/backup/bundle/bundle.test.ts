import { describe, expect, it } from "vitest";
import { pathsOf } from "../../../../src/io/machine/paths.ts";
import { canarySecrets } from "../../../../src/keys/canary.ts";
import { MasterKey } from "../../../../src/keys/master-key.ts";
import {
  type Bundle,
  bundledFiles,
  bundleText,
  earlierKeyOf,
  keyFor,
  openEarlierKeys,
  parseBundle,
  placeOf,
  sealEarlierKeys,
} from "../../../../src/operations/backup/bundle/bundle.ts";

const masterOf = (byte: number) => new MasterKey(new Uint8Array(32).fill(byte));
const keyOf = (byte: number) => earlierKeyOf(masterOf(byte));
const bundle: Bundle = {
  stack: "acme",
  chatkeep: "1.2.0",
  sealedAt: "2026-11-30T10:15:00.000Z",
  files: { stackFile: "config: {}\n", journal: "{}\n" },
  reports: { "ada-2026.json": "{}" },
  certificateFiles: { "tls/key.pem": "the key" },
  configuration: { synapse: { "homeserver.yaml": "a: b\n" } },
  earlierKeys: [keyOf(1)],
};

describe("a bundle as text", () => {
  it("is read back as it was", () => {
    const read = parseBundle(bundleText(bundle).reveal());
    expect(read).toEqual(bundle);
    expect(read?.earlierKeys[0]?.key.reveal()).toBe(keyOf(1).key.reveal());
    const [then, canary] = [canarySecrets(masterOf(1)), read?.earlierKeys[0]?.canary];
    expect(canary?.password.reveal()).toBe(then.password.reveal());
    expect(canary?.recoveryKey).toEqual(then.recoveryKey);
  });

  it("is read without what this version does not know", () => {
    const later = { ...JSON.parse(bundleText(bundle).reveal()), more: 1 };
    const text = JSON.stringify({ ...later, files: { ...later.files, unknown: "text", roster: 7 } });
    expect(parseBundle(text)).toEqual(bundle);
  });

  it.each(["", "[]", "{}", '{"format":2}', '{"format":1,"stack":"acme"}'])("is not %j", (text) => {
    expect(parseBundle(text)).toBeNull();
  });
});

describe("the files of a bundle", () => {
  it("each have a place of their own, and neither passphrase nor a pending key is among them", () => {
    const paths = pathsOf("acme", { HOME: "/root" });
    const places = bundledFiles.map((name) => placeOf(name, paths));
    expect(new Set(places).size).toBe(bundledFiles.length);
    expect(places).toEqual(expect.arrayContaining([paths.stackFile, paths.roster, paths.journal, paths.checkpoint]));
    for (const secret of [paths.passphrase, paths.pendingKey, paths.pendingNewMaster])
      expect(places).not.toContain(secret);
  });
});

describe("the keys of earlier bundles", () => {
  it("are opened by the key that sealed them, and by no other", () => {
    const sealed = sealEarlierKeys(keyOf(3), new Date(0), [keyOf(1), keyOf(2)]);
    const opened = openEarlierKeys(keyOf(3), sealed)?.map(({ masterKey, key }) => [masterKey, key.reveal()]);
    expect(opened).toEqual([keyOf(1), keyOf(2)].map(({ masterKey, key }) => [masterKey, key.reveal()]));
    expect(openEarlierKeys(keyOf(1), sealed)).toBeNull();
    expect(openEarlierKeys(keyOf(3), "")).toBeNull();
  });

  it("are found by the master key that they belong to", () => {
    const found = (masterKey: string) => keyFor(masterKey, keyOf(3), [keyOf(1), keyOf(2)])?.key.reveal() ?? null;
    expect(found(keyOf(3).masterKey)).toBe(keyOf(3).key.reveal());
    expect(found(keyOf(1).masterKey)).toBe(keyOf(1).key.reveal());
    expect(found(keyOf(9).masterKey)).toBeNull();
  });
});
