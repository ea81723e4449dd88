import { describe, expect, it } from "vitest";
import { Refusal } from "../../../../src/errors.ts";
import type { Manifest } from "../../../../src/operations/backup/manifest.ts";
import { refuseNewer } from "../../../../src/operations/backup/restore/refuse-newer.ts";
import { smallManifest } from "../../../support/backup/manifest.ts";

const here = { synapse: "1.163.2", postgres: "17.12" };

describe("an archive of another version", () => {
  it.each([
    [
      "ghcr.io/element-hq/synapse:v1.164.0",
      170_012,
      /is of Synapse 1.164, and this version of chatkeep has Synapse 1.163.2/,
    ],
    ["chatkeep/synapse:2.0.0-r1", 170_012, Refusal],
    ["chatkeep/synapse:1.163.2-r2", 180_001, /is of Postgres 18/],
  ])("is refused where it is later: %s, %i", (synapse, postgres, why) => {
    expect(() => refuseNewer(of(synapse, postgres), here)).toThrow(why);
  });

  it.each([
    ["chatkeep/synapse:1.163.2-r2", 170_012],
    ["chatkeep/synapse:1.163.9-r1", 170_020],
    ["chatkeep/synapse:1.99.0-r1", 150_012],
    ["somewhere/synapse:latest", 170_012],
  ])("is restored where it is the same or earlier: %s, %i", (synapse, postgres) => {
    expect(() => refuseNewer(of(synapse, postgres), here)).not.toThrow();
  });
});

function of(synapse: string, postgres: number): Manifest {
  return { ...smallManifest, images: { synapse }, database: { ...smallManifest.database, postgres } };
}
