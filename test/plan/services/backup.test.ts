import { describe, expect, it } from "vitest";
import { decidePlan } from "../../../src/plan/decide.ts";
import { exampleSettings } from "../example-settings.ts";

const planWith = (backup: unknown, more: object = {}) => decidePlan("acme", exampleSettings({ backup, ...more }));
const without = decidePlan("acme", exampleSettings());
const folder = planWith({ repository: "/srv/chatkeep" });
const far = planWith({ repository: "rest:https://backup.acme.example/acme", user: "acme" });

describe("a server without backups", () => {
  it("has nothing of them, and as much memory for all else as before there were any", () => {
    expect(Object.keys(without.services)).toEqual(["postgres", "synapse", "proxy"]);
    expect([Object.keys(without.networks), without.backup]).toEqual([["edge", "data"], null]);
    expect(without.volumes.control).toBeUndefined();
    expect(Object.values(without.services).map(({ memoryMebibytes }) => memoryMebibytes)).toEqual([691, 1_037, 320]);
    expect(without.services.postgres.secretPurposes).toEqual(["postgresPassword"]);
  });
});

describe("backups to a folder of the engine's machine", () => {
  it("reach no network but the database's, and have the folder", () => {
    const { backup } = folder.services;
    expect(backup?.networks.map(({ role }) => role)).toEqual(["data"]);
    expect(backup?.hostFolders).toEqual([{ host: "/srv/chatkeep", folder: "/repository" }]);
    expect(backup?.egress).toEqual([]);
    expect(folder.networks.backup).toBeUndefined();
    expect(folder.installer.hostFolders).toEqual([
      { host: "/srv/chatkeep", folder: "/host/backup-0", owner: { uid: 991, gid: 991 } },
    ]);
  });
});

describe("backups to another machine", () => {
  it("are alone on a network with egress, to that machine alone as far as the plan says", () => {
    const { backup } = far.services;
    expect(backup?.networks.map(({ role }) => role)).toEqual(["data", "backup"]);
    expect(backup?.egress).toMatchObject([{ to: "backup.acme.example", port: 443 }]);
    expect(backup?.hostFolders).toEqual([]);
    expect(far.networks.backup?.internal).toBe(false);
    const beside = Object.values(far.services).filter(({ networks }) => networks.some(({ role }) => role === "backup"));
    expect(beside.map(({ role }) => role)).toEqual(["backup"]);
  });
});

describe.each([folder, far])("what makes backups (%#)", (plan) => {
  it("reads Synapse's data as Synapse's user, and writes none of it", () => {
    const { backup, synapse, proxy } = plan.services;
    expect(backup?.owner).toEqual(synapse.owner);
    expect(backup?.reads).toEqual([
      { volume: "synapse", folder: "/synapse" },
      { volume: "control", folder: "/control" },
    ]);
    expect(backup?.writes).toEqual([]);
    expect(proxy.writes).toEqual([{ volume: "control", folder: "/control" }]);
    expect(backup?.capabilities).toEqual([]);
  });

  it("ends before Synapse or Postgres is replaced, because a dump's locks stop their migrations", () => {
    expect(plan.services.backup?.needs).toEqual(["postgres", "synapse"]);
    expect(Object.keys(plan.services).at(-1)).toBe("backup");
  });
});

it.each([
  ["1 GiB", 160],
  ["2 GiB", 256],
  ["8 GiB", 1_024],
  ["64 GiB", 1_024],
])("of %s, %i MiB are for backups", (memory, mebibytes) => {
  const plan = planWith({ repository: "/srv/chatkeep" }, { memory });
  expect(plan.services.backup?.memoryMebibytes).toBe(mebibytes);
});
