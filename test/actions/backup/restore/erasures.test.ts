import { describe, expect, it } from "vitest";
import { knownErasures, recordedErasures } from "../../../../src/actions/backup/restore/erasures.ts";
import { sealedBundle } from "../../../../src/actions/stack/bundle/seal.ts";
import type { Repository } from "../../../../src/io/repository/repository.ts";
import { bundleKeyOf } from "../../../../src/keys/bundle.ts";
import { MasterKey } from "../../../../src/keys/master-key.ts";
import type { UserId } from "../../../../src/kinds/names.ts";
import type { Bundle } from "../../../../src/operations/backup/bundle/bundle.ts";
import { type Erasure, erasuresText } from "../../../../src/operations/backup/erasures.ts";
import { smallManifest } from "../../../support/backup/manifest.ts";

const master = new MasterKey(new Uint8Array(32).fill(1));
const at = (day: number) => `2030-01-0${day}T10:00:00.000Z`;
const erasureOf = (name: string, day: number): Erasure => {
  return { user: `@${name}:acme.test` as UserId, at: at(day), history: "keep", media: "keep", erase: true };
};
const textOf = (...erasures: readonly Erasure[]) => erasuresText({ version: 1, erasures, recorded: true });

describe("what a restore learns of erasures", () => {
  it("is all that any machine recorded in the repository", async () => {
    const asked: string[] = [];
    const files = new Map([
      ["one", textOf(erasureOf("ada", 1))],
      ["two", textOf(erasureOf("ben", 2))],
    ]);
    const repository: Pick<Repository, "snapshots" | "read"> = {
      snapshots: async (tags) => {
        asked.push(...tags);
        const of = { host: "acme", tags, paths: [], bytes: null, added: null };
        return [...files.keys()].map((id, day) => ({ id, time: at(day + 1), ...of }));
      },
      read: async (id) => Buffer.from(files.get(id) ?? ""),
    };
    expect(await recordedErasures(repository, "acme")).toEqual([erasureOf("ada", 1), erasureOf("ben", 2)]);
    expect(asked).toEqual(["erasures-of=acme"]);
  });

  it("is also what the newest settings have and could not be recorded; those who came back since are left alone", async () => {
    const record = { version: 1, members: { "@ben:acme.test": { made: at(4) } } };
    const bundle: Bundle = {
      stack: "acme",
      chatkeep: "1.0.0",
      sealedAt: at(5),
      files: { erasures: textOf(erasureOf("cem", 3)), teamRecord: JSON.stringify(record) },
      reports: {},
      certificateFiles: {},
      configuration: {},
      earlierKeys: [],
    };
    const newestBundle = await sealedBundle(bundleKeyOf(master), bundle);
    const erasures = [erasureOf("ada", 1), erasureOf("ben", 2)];
    const manifest = { ...smallManifest, at: at(1) };
    const known = await knownErasures(master, { manifest, newestBundle, erasures });
    expect(known.all).toEqual([erasureOf("ada", 1), erasureOf("ben", 2), erasureOf("cem", 3)]);
    expect(known.later).toEqual([erasureOf("cem", 3)]);
    const without = await knownErasures(master, { manifest, newestBundle: null, erasures });
    expect(without.later).toEqual([erasureOf("ben", 2)]);
  });
});
