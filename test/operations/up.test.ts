import { describe, expect, it } from "vitest";
import { Refusal } from "../../src/errors.ts";
import type { Change } from "../../src/operations/change.ts";
import { changesOnCleanState, changesServer, decideUp, needsYes } from "../../src/operations/up.ts";
import { container, emptyEngine, goal, newKeys, remembered, seen, settledKeys, state } from "./situation.ts";

const kinds = (differences: Parameters<typeof seen>[0]) => decideUp(goal, seen(differences)).map(({ kind }) => kind);
const replaced: Change = { action: "replace", what: "container", name: "chatkeep-acme-synapse", because: ["image"] };

describe("what `up` does", () => {
  it("is nothing where all is as planned", () => {
    expect(kinds({})).toEqual([]);
  });

  it("begins with the key on a machine that has never run the stack", () => {
    expect(kinds({ keys: newKeys, state: null, engine: emptyEngine, changes: null, missingImages: ["a"] })).toEqual([
      "makeMasterKey",
      "keepStackFile",
      "writePassphrase",
      "initStack",
      "storeMasterKey",
      "keepStackFile",
      "dropPendingKey",
      "makeImages",
      "apply",
      "awaitHealth",
      "askAsClient",
      "saveAuthority",
      "keepStackFile",
    ]);
  });

  it("applies a change", () => {
    expect(kinds({ changes: [replaced] })).toEqual([
      "apply",
      "awaitHealth",
      "askAsClient",
      "saveAuthority",
      "keepStackFile",
    ]);
  });

  it("removes containers and networks that the state does not know, first of all", () => {
    const engine = {
      ...emptyEngine,
      containers: [container("synapse"), container("left")],
      networks: [{ id: "n", name: "net" }],
    };
    expect(kinds({ engine }).slice(0, 3)).toEqual(["removeContainer", "removeNetwork", "apply"]);
  });

  it("removes a container that a killed run was taking down, though the state knows it: it may still be stopping", () => {
    const known = ["postgres", "synapse", "proxy"].map((role) => remembered("container", role));
    const [, , halfGone] = known;
    const steps = decideUp(goal, seen({ state: state(known, [], halfGone === undefined ? [] : [halfGone]) }));
    expect(steps[0]).toEqual({ kind: "removeContainer", id: "proxy", name: "chatkeep-acme-proxy" });
    expect(steps.map(({ kind }) => kind)).toContain("apply");
  });

  it("ends what a killed run left and takes over its lock", () => {
    const leftovers = {
      orphans: [{ pid: 7, program: "node" }],
      locks: [{ file: "/lock.json", pid: 8, host: "here" }],
      unfinished: ["/master-key.pending.0123abcd.part"],
    };
    expect(kinds({ leftovers }).slice(0, 3)).toEqual(["endOrphan", "takeOverLock", "removeUnfinished"]);
  });

  it("clears open creations only after they were applied, since they tell which volumes are ours", () => {
    const known = ["postgres", "synapse", "proxy"].map((role) => remembered("container", role));
    const open = state(known, [remembered("volume", "chatkeep-acme-postgres")]);
    expect(kinds({ state: open })).toEqual([
      "apply",
      "clearPendingCreations",
      "awaitHealth",
      "askAsClient",
      "saveAuthority",
      "keepStackFile",
    ]);
  });

  it("writes a lost authority file again without touching the server", () => {
    const steps = decideUp(goal, seen({ keepsakes: { authority: false, stackFileCopy: true } }));
    expect(steps.map(({ kind }) => kind)).toEqual(["saveAuthority"]);
    expect(changesServer(steps)).toBe(false);
  });

  it("waits for a service that is not healthy, though nothing changes", () => {
    const engine = {
      ...emptyEngine,
      containers: [container("postgres"), unwell(container("synapse")), container("proxy")],
    };
    const known = state(["postgres", "synapse", "proxy"].map((role) => remembered("container", role)));
    expect(kinds({ engine, state: known })).toEqual(["awaitHealth", "askAsClient"]);
  });

  it("goes on when images are missing but nothing changes: a container that runs needs none", () => {
    expect(kinds({ missingImages: ["synapse"] })).toEqual([]);
  });
});

function unwell(well: ReturnType<typeof container>): ReturnType<typeof container> {
  const health = { status: "unhealthy", lastOutput: "no answer" } as const;
  return { ...well, state: { kind: "running", since: "2026-11-01T00:00:00Z", health } };
}

describe("data that the state does not know", () => {
  const volumes = [{ name: "chatkeep-acme-postgres", labelled: true }];

  it("is refused, with the ways out", () => {
    const decide = () => decideUp(goal, seen({ engine: { ...emptyEngine, volumes } }));
    expect(decide).toThrow(Refusal);
    expect(decide).toThrow(/chatkeep-acme-postgres/);
  });

  it("is refused on a clean state too, without the stack's label as well", () => {
    const unlabelled = volumes.map((volume) => ({ ...volume, labelled: false }));
    const clean = { keys: newKeys, state: null, changes: null, engine: { ...emptyEngine, volumes: unlabelled } };
    expect(() => decideUp(goal, seen(clean))).toThrow(Refusal);
  });

  it("is the stack's own where a killed run left its creation open", () => {
    const open = state([], [remembered("volume", "", "chatkeep-acme-postgres")]);
    expect(kinds({ state: open, engine: { ...emptyEngine, volumes }, changes: null })).toContain("apply");
  });

  it("does not count configuration, which is made anew", () => {
    const engine = { ...emptyEngine, volumes: [{ name: "chatkeep-acme-configuration", labelled: true }] };
    expect(kinds({ engine, keys: settledKeys, state: state(), changes: null })).toContain("apply");
  });
});

describe("a yes", () => {
  it("is needed for what replaces or deletes, not for what creates or updates", () => {
    expect(needsYes([replaced], [])).toBe(true);
    expect(needsYes([{ ...replaced, action: "delete" }], [])).toBe(true);
    expect(needsYes([{ ...replaced, action: "update" }], [])).toBe(false);
    expect(needsYes(changesOnCleanState(goal.plan), [])).toBe(false);
  });
});
