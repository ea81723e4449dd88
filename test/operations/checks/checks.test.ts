import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { type Check, exitCodeOf, type Finding, runChecks } from "../../../src/operations/checks/finding.ts";
import { checksAfter, checksBefore } from "../../../src/operations/checks/registry.ts";
import { goodAfter } from "./good-after.ts";
import { goodBefore, type ServerKind, servers } from "./good-before.ts";
import { wrongAfter } from "./wrong-after.ts";
import { wrongBefore } from "./wrong-before.ts";
import type { WrongWorld } from "./wrong-world.ts";

const kinds = Object.keys(servers) as readonly ServerKind[];

describe.each([
  ["before", checksBefore, goodBefore, wrongBefore],
  ["after", checksAfter, goodAfter, wrongAfter],
] as readonly Suite[])("what is looked at %s", (_, checks, good, worlds) => {
  const observe = (world: WrongWorld<object>, by: readonly Check<object>[]) => runChecks(by, worldOf(world, good));

  it.each(kinds)("is fine in a good world: %s", (kind) => {
    expect(ill(runChecks(checks, good(kind)))).toEqual({});
  });

  it.each(worlds)("is named for what is wrong, with what to do: $title", (world) => {
    const findings = observe(world, checks);
    expect(ill(findings)).toEqual(world.found);
    const [first] = Object.keys(world.found);
    expect(findings.find(({ id }) => id === first)?.advice ?? "").toMatch(world.advice);
    const mute = findings.filter(({ verdict, advice }) => ["wrong", "warning"].includes(verdict) && !advice);
    expect(mute).toEqual([]);
    expect(findings.every(({ found, why }) => found !== "" && why !== "")).toBe(true);
  });

  it.each(checks.map(({ id }) => id))("fails exactly its worlds when it is left out: %s", (id) => {
    const others = checks.filter((check) => check.id !== id);
    const passing = worlds.filter((world) => isDeepStrictEqual(ill(observe(world, checks)), world.found));
    const failing = passing.filter((world) => !isDeepStrictEqual(ill(observe(world, others)), world.found));
    const own = passing.filter(({ found }) => id in found);
    expect(own.length).toBeGreaterThan(0);
    expect(failing.map(({ title }) => title)).toEqual(own.map(({ title }) => title));
  });

  it("has each id once, as words with dots", () => {
    const ids = checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$/.test(id))).toEqual([]);
  });
});

describe("the wrong worlds", () => {
  it("are at least forty, each said once", () => {
    const titles = [
      ...wrongBefore.map(({ title }) => `before: ${title}`),
      ...wrongAfter.map(({ title }) => `after: ${title}`),
    ];
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.length).toBeGreaterThanOrEqual(40);
  });
});

describe("how a look ends", () => {
  const finding = (id: string, verdict: Finding["verdict"]): Finding => {
    return { id, title: "", why: "", verdict, found: "", advice: null };
  };

  it.each([
    ["0 where all is fine", [finding("one", "fine")], 0],
    ["0 where something is only to be known about", [finding("one", "warning")], 0],
    ["3 where something is wrong", [finding("one", "wrong"), finding("drift", "wrong")], 3],
    ["3 where something could not be observed: that is not fine", [finding("one", "unknown")], 3],
    ["4 for drift alone", [finding("one", "fine"), finding("drift", "wrong")], 4],
    ["3 where drift could not be observed", [finding("drift", "unknown")], 3],
  ] as const)("is %s", (_, findings, code) => {
    expect(exitCodeOf(findings)).toBe(code);
  });
});

type Suite = readonly [string, readonly Check<object>[], (kind: ServerKind) => object, readonly WrongWorld<object>[]];

function worldOf(world: WrongWorld<object>, good: (kind: ServerKind) => object): object {
  const well = good(world.server);
  return { ...well, ...(typeof world.otherwise === "function" ? world.otherwise(well) : world.otherwise) };
}

/** What is not fine, by id. */
function ill(findings: readonly Finding[]): Readonly<Record<string, string>> {
  const entries = findings.filter(({ verdict }) => verdict !== "fine").map(({ id, verdict }) => [id, verdict] as const);
  return Object.fromEntries(entries);
}
