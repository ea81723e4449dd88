import { describe, expect, it } from "vitest";
import { Refusal } from "../../../../src/errors.ts";
import type { Manifest } from "../../../../src/operations/backup/manifest.ts";
import { decideVersions, versionLines } from "../../../../src/operations/backup/restore/versions.ts";
import { smallManifest } from "../../../support/backup/manifest.ts";

const here = { synapse: "1.163.2", schema: 94, postgres: 17 };
const ours = "chatkeep/synapse:1.163.2-r2";

describe("an archive of another version", () => {
  it.each([
    [
      "of a Synapse whose database ours does not open",
      of({ synapse: "ghcr.io/element-hq/synapse:v1.170.0", schema: 97, compatibleSchema: 95 }),
      /is of Synapse 1.170.0, whose database only a Synapse of schema 95 or later opens, and this version of chatkeep has Synapse 1.163.2, of schema 94/,
    ],
    [
      "of a database that ours does not open, under a name without a version",
      of({ synapse: "somewhere/synapse:latest", schema: 97, compatibleSchema: 95 }),
      /is of Synapse of a later version, whose/,
    ],
    [
      "of a later Postgres",
      of({ postgres: 180_001 }),
      /is of Postgres 18, and this version of chatkeep has Postgres 17/,
    ],
  ])("is refused where it is %s", (_, manifest, why) => {
    expect(() => decideVersions(manifest, here)).toThrow(Refusal);
    expect(() => decideVersions(manifest, here)).toThrow(why);
  });

  it.each([
    ["the same", of({}), []],
    ["of another minor release of Postgres", of({ postgres: 170_020 }), []],
    ["of Postgres 15", of({ postgres: 150_020 }), [{ what: "Postgres", from: "15", to: "17" }]],
    [
      "of an earlier Synapse",
      of({ synapse: "chatkeep/synapse:1.139.2-r1", schema: 92, compatibleSchema: 84 }),
      [{ what: "Synapse", from: "1.139.2", to: "1.163.2" }],
    ],
    [
      "of a later Synapse whose database ours opens",
      of({ synapse: "ghcr.io/element-hq/synapse:v1.165.0", schema: 95, compatibleSchema: 84 }),
      [{ what: "Synapse", from: "1.165.0", to: "1.163.2" }],
    ],
    [
      "of a Synapse that does not say its version, of an earlier schema",
      of({ synapse: "somewhere/synapse:latest", schema: 92 }),
      [{ what: "Synapse", from: "of schema 92", to: "1.163.2" }],
    ],
  ])("is restored where it is %s", (_, manifest, changes) => {
    expect(decideVersions(manifest, here)).toEqual(changes);
  });

  it("is said to come back in another version", () => {
    const lines = versionLines(
      decideVersions(of({ synapse: "chatkeep/synapse:1.139.2-r1", schema: 92, postgres: 150_020 }), here),
    ).join("\n");
    expect(lines).toContain("is of Synapse 1.139.2. Synapse 1.163.2 serves it");
    expect(lines).toContain("is of Postgres 15. It comes back on Postgres 17, and chatkeep:postgresVersion becomes 17");
    expect(versionLines([])).toEqual([]);
  });
});

interface Said {
  readonly synapse?: string;
  readonly schema?: number;
  readonly compatibleSchema?: number;
  readonly postgres?: number;
}

function of({ synapse = ours, schema = 94, compatibleSchema = 84, postgres = 170_012 }: Said): Manifest {
  const database = { ...smallManifest.database, schema, compatibleSchema, postgres };
  return { ...smallManifest, images: { synapse }, database };
}
