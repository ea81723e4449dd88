import { describe, expect, it } from "vitest";
import { describeStep } from "../../../src/operations/steps/table.ts";
import {
  decideForward,
  decideRehearsal,
  decideRehearsalUndo,
  decideRollBack,
  decideUndo,
  decideUpgrade,
} from "../../../src/operations/upgrade/decide.ts";
import { type UpgradeStep, upgradeSteps } from "../../../src/operations/upgrade/steps.ts";

const route = { from: 15, to: 17, writers: ["backup", "synapse"], aside: "aside" };
const back = { from: 17, to: 15, writers: ["backup", "synapse"], aside: "aside", kept: "kept" };
const upgrade = decideUpgrade(route);
const kinds = (steps: readonly UpgradeStep[]) => steps.map(({ kind }) => kind);

describe("an upgrade", () => {
  it("stops nothing before the new cluster is there, and Postgres only once all is compared", () => {
    expect(kinds(upgrade)).toEqual([
      ...["build cluster", "stop", "dump", "restore", "compare"],
      ...["stop", "switch", "set version", "up", "verify"],
    ]);
    expect(upgrade.filter(({ kind }) => kind === "stop")).toEqual([
      { kind: "stop", services: ["backup", "synapse"] },
      { kind: "stop", services: ["postgres"] },
    ]);
  });

  it("is rehearsed without stopping anything, and nothing of it stays", () => {
    const [onDump, onArchive] = [decideRehearsal(17, null), decideRehearsal(17, "2026-11-30T12-00-00Z-1a2b3c4d")];
    expect(kinds(onDump)).toEqual(["build cluster", "dump", "restore", "compare", "remove"]);
    expect(kinds(onArchive)).toEqual(["restore archive", "compare with archive", "end rehearsal"]);
    expect([onDump.at(-1), onArchive.at(-1)]).toEqual([null, "an archive"].flatMap(decideRehearsalUndo));
  });

  it.each(kinds(upgrade))("that fails in `%s` is undone, and the old server serves", (failed) => {
    const undone = decideUndo(failed, route, "kept");
    const isStopped = failed !== "build cluster";
    expect(undone.some(({ kind }) => kind === "start" || kind === "up")).toBe(isStopped);
    const isSwitched = ["switch", "set version", "up", "verify"].includes(failed);
    expect(undone.some((step) => step.kind === "put back" && step.major === 15)).toBe(isSwitched);
    expect(undone.some((step) => step.kind === "set version" && step.major === 15)).toBe(isSwitched);
  });

  it("keeps what may have been written once `up` began", () => {
    const kept = (failed: UpgradeStep["kind"]) =>
      decideUndo(failed, route, "kept").flatMap((step) => (step.kind === "put back" ? [step.kept] : []));
    expect([kept("switch"), kept("up"), kept("verify")]).toEqual([[null], ["kept"], ["kept"]]);
  });

  it("says each of its steps", () => {
    const all = [
      ...upgrade,
      ...decideUndo("up", route, "kept"),
      ...decideUndo("dump", route, "kept"),
      ...decideRehearsal(17, "x"),
    ];
    expect(all.map((step) => describeStep(step, upgradeSteps)).every((text) => text.length > 10)).toBe(true);
  });
});

describe("going back", () => {
  it("sets the newer cluster aside, and is undone the other way round", () => {
    expect(decideRollBack(back)).toContainEqual({ kind: "put back", major: 15, folders: ["aside"], kept: "kept" });
    expect(decideForward(back)).toContainEqual({
      ...{ kind: "put back", major: 17, folders: ["aside", "kept"], kept: "aside" },
    });
    expect(kinds(decideForward(back)).at(-1)).toBe("up");
  });
});
