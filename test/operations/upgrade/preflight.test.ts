import { describe, expect, it } from "vitest";
import {
  type ClusterFacts,
  isUpgrade,
  type PreflightFacts,
  preflight,
} from "../../../src/operations/upgrade/preflight.ts";
import type { LookedVolume } from "../../../src/operations/upgrade/volume.ts";

const cluster: ClusterFacts = {
  major: 15,
  bytes: 100 * 2 ** 20,
  events: 10,
  collation: "C",
  encoding: "UTF8",
  extensions: [],
  databases: [],
  roles: [],
  roleSettings: [],
};
const volume: LookedVolume = { free: 10 * 2 ** 30, fileSystem: "xfs", cluster: 15, folders: [], canExchange: true };
const good: PreflightFacts = { cluster, volume, to: 17 };

const found = (facts: PreflightFacts) => preflight(facts).map(({ kind, id }) => `${kind} ${id}`);

describe("a preflight", () => {
  it("finds nothing where there is nothing", () => {
    expect(found(good)).toEqual([]);
    expect(isUpgrade(good)).toBe(true);
    expect(isUpgrade({ ...good, to: 15 })).toBe(false);
  });

  it.each<[string, Partial<ClusterFacts>, string]>([
    ["extensions", { extensions: ["pg_trgm"] }, "refuses extensions"],
    ["other databases", { databases: ["wiki"] }, "refuses databases"],
    ["other roles", { roles: ["wiki"] }, "refuses roles"],
    ["another encoding", { encoding: "SQL_ASCII" }, "refuses encoding"],
    ["another collation", { collation: "en_US.UTF-8" }, "says collation"],
    ["settings of a role", { roleSettings: ["synapse: work_mem=64MB"] }, "says role-settings"],
    ["a newer version", { major: 18 }, "refuses downgrade"],
  ])("finds %s", (_, other, expected) => {
    expect(found({ ...good, cluster: { ...cluster, ...other } })).toEqual([expected]);
  });

  it("finds a disk without room, and one that cannot exchange two folders", () => {
    expect(found({ ...good, volume: { ...volume, free: 2 ** 30 } })).toEqual(["refuses room"]);
    expect(found({ ...good, volume: { ...volume, canExchange: false } })).toEqual(["refuses exchange"]);
  });

  it("says all of it at once", () => {
    const bad = { ...cluster, extensions: ["pg_trgm"], roles: ["wiki"], collation: "de_DE.UTF-8" };
    expect(preflight({ ...good, cluster: bad, volume: { ...volume, free: 0 } })).toHaveLength(4);
  });
});
