import { describe, expect, it } from "vitest";
import { showOld, showRollBack } from "../../../src/cli/upgrade/back-text.ts";
import { showPlan, showResult } from "../../../src/cli/upgrade/text.ts";
import { decideUpgrade } from "../../../src/operations/upgrade/decide.ts";
import { preflight } from "../../../src/operations/upgrade/preflight.ts";

const route = { from: 15, to: 17, writers: ["synapse"], aside: "set-aside-postgres-15-x" };
const cluster = {
  ...{ major: 15, bytes: 14 * 2 ** 20, events: 100, encoding: "UTF8", roleSettings: [] },
  ...{ extensions: [], databases: [], roles: [] },
};
const facts = {
  cluster: { ...cluster, collation: "en_US.UTF-8" },
  volume: { free: 60 * 2 ** 30, fileSystem: "xfs", cluster: 15, folders: [], canExchange: true },
  to: 17,
};
const plan = { stack: "acme", route, facts, findings: preflight(facts), steps: decideUpgrade(route) };
const rehearsal = { archive: null, at: null, measured: { dump: 1, restore: 2, compare: 3 } };

describe("what `upgrade postgres` says", () => {
  it("names versions, room, collation, and where the old cluster stays", () => {
    const text = showPlan(plan);
    for (const part of ["from Postgres 15 to Postgres 17", "60 GiB are free", "en_US.UTF-8", route.aside])
      expect(text).toContain(part);
  });

  it("says what a dry run found against it, and what to do", () => {
    const bad = { ...facts, cluster: { ...facts.cluster, extensions: ["pg_trgm"] } };
    const text = showResult("acme", { kind: "dry run", leftover: [], plan: { ...plan, findings: preflight(bad) } });
    expect(text).toMatch(/✗ The cluster has extensions[\s\S]*refused[\s\S]*Nothing was changed/);
  });

  it("says what was rehearsed on", () => {
    const onArchive = { ...rehearsal, archive: "x", at: "2026-11-30T12:00:00.000Z" };
    const said = [onArchive, rehearsal].map((each) => showResult("acme", { kind: "rehearsed", plan, rehearsal: each }));
    expect(said[0]).toContain("The rehearsal on the backup of 2026-11-30T12:00:00.000Z was good.");
    expect(said[1]).toContain("on a dump of the running database");
  });

  it("says afterwards how long the server was away, and how to go back", () => {
    const text = showResult("acme", { kind: "upgraded", plan, rehearsal, downtime: 46 });
    expect(text).toContain("away for 46 s; at most about 66 s were expected");
    expect(text).toContain("npx chatkeep upgrade postgres --roll-back --stack acme");
  });

  it("says before going back what was written since", () => {
    const newer = { events: 1, rooms: 1, accounts: ["@eve:acme.test"], newest: "2026-11-30T12:00:00.000Z" };
    const way = { stack: "acme", from: 17, to: 15, writers: [], aside: "a", kept: "b", since: "2026-11-30T11:00:00Z" };
    expect(showRollBack({ ...way, newer })).toMatch(/1 event in 1 room[\s\S]*@eve:acme.test[\s\S]*recovery keys/);
    expect(showRollBack({ ...way, newer: null })).toContain("cannot be told");
  });

  it("says how much room the old clusters take", () => {
    expect(showOld([{ name: "x", major: 15, bytes: 3 * 2 ** 20, note: null }])).toContain("frees 3 MiB");
  });
});
