import { describe, expect, it } from "vitest";
import { Refusal } from "../../../src/errors.ts";
import { withAdoptions } from "../../../src/operations/ownership/take-over.ts";
import { changesOnCleanState, decideUp, needsYes } from "../../../src/operations/up/up.ts";
import { emptyEngine, goal, remembered, seen, state } from "../up/situation.ts";

const kinds = (differences: Parameters<typeof seen>[0]) => decideUp(goal, seen(differences)).map(({ kind }) => kind);
const data = ["postgres", "synapse", "proxy"].map((role) => `chatkeep-acme-${role}`);
const configuration = ["postgres", "synapse", "proxy"].map((role) => `chatkeep-acme-configuration-${role}`);
const volumes = [...data, ...configuration].map((name) => ({ name, stack: "acme" }));
const withVolumes = { ...emptyEngine, volumes };

describe("data that the state does not know", () => {
  const lost = { state: null, changes: null, engine: withVolumes } as const;

  it("is refused where nothing proves it to be this server's, with the ways out", () => {
    const ownership = { kind: "unproven", volumes: data, because: "unmarked" } as const;
    const decide = () => decideUp(goal, seen({ ...lost, ownership }));
    expect(decide).toThrow(Refusal);
    expect(decide).toThrow(/chatkeep-acme-postgres/);
  });

  it("is taken over where the key proves it, with the configuration beside it", () => {
    const own = { ...lost, ownership: { kind: "own", unknown: data } } as const;
    const steps = decideUp(goal, seen(own));
    expect(steps.map(({ kind }) => kind)).toEqual([
      "initStack",
      "adoptVolumes",
      "apply",
      "adoptVolumes",
      "awaitHealth",
      "askAsClient",
      "saveAuthority",
      "keepStackFile",
    ]);
    const lists = steps.flatMap((step) => (step.kind === "adoptVolumes" ? [[...step.volumes].sort()] : []));
    expect(lists).toEqual([volumes.map(({ name }) => name).sort(), []]);
  });

  it("is shown as taken over and not as made, and needs a yes", () => {
    const changes = withAdoptions(changesOnCleanState(goal.plan), data);
    expect(changes.filter(({ action }) => action === "adopt").map(({ name }) => name)).toEqual(
      expect.arrayContaining(data),
    );
    expect(needsYes(changes, [])).toBe(true);
  });

  it("is not taken over in part: the rest is gone", () => {
    const engine = { ...emptyEngine, volumes: volumes.filter(({ name }) => !name.endsWith("postgres")) };
    const ownership = { kind: "own", unknown: data.slice(1) } as const;
    expect(() => decideUp(goal, seen({ ...lost, engine, ownership }))).toThrow(/postgres is not there/);
  });

  it("is made on, and nothing is taken over, where a killed run left its creation open", () => {
    const open = state(
      [],
      data.map((name) => remembered("volume", "", name)),
    );
    expect(kinds({ state: open, engine: withVolumes, changes: null })).toEqual([
      "apply",
      "clearPendingCreations",
      "awaitHealth",
      "askAsClient",
      "saveAuthority",
      "keepStackFile",
    ]);
  });
});

describe("data that the engine lost", () => {
  const known = state([...volumes.map(({ name }) => remembered("volume", name))]);

  it.each(data)("is refused, and named with the ways out: %s", (lost) => {
    const engine = { ...emptyEngine, volumes: volumes.filter(({ name }) => name !== lost) };
    const decide = () => decideUp(goal, seen({ state: known, engine, changes: null }));
    expect(decide).toThrow(Refusal);
    expect(decide).toThrow(`${lost} is not there`);
  });

  it("is refused where all is gone", () => {
    const nothing = { state: known, engine: emptyEngine, ownership: { kind: "nothing" }, changes: null } as const;
    expect(() => decideUp(goal, seen(nothing))).toThrow(/are not there/);
  });

  it("is not configuration, which is made again", () => {
    const engine = { ...emptyEngine, volumes: volumes.filter(({ name }) => !configuration.includes(name)) };
    expect(kinds({ state: known, engine, changes: null })).toContain("apply");
  });

  it("is not what a killed first run had not made yet", () => {
    const begun = state([remembered("volume", "chatkeep-acme-postgres")]);
    const engine = { ...emptyEngine, volumes: volumes.slice(0, 1) };
    expect(kinds({ state: begun, engine, changes: null })).toContain("apply");
  });
});
