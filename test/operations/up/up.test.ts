import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/operations/state/change.ts";
import { changesOnCleanState, changesServer, decideUp, needsYes } from "../../../src/operations/up/up.ts";
import { container, emptyEngine, goal, newKeys, remembered, seen, state } from "./situation.ts";

const kinds = (differences: Parameters<typeof seen>[0]) => decideUp(goal, seen(differences)).map(({ kind }) => kind);
function caught(doing: () => unknown): unknown {
  try {
    return doing();
  } catch (error) {
    return error;
  }
}

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

  it.each([
    [17, 15],
    [15, 17],
  ] as const)("is refused where the data is of Postgres %i and the settings say %i", (there, postgresVersion) => {
    const other = { ...goal, plan: { ...goal.plan, postgresVersion } };
    expect(() => decideUp(other, seen({ clusterVersion: there }))).toThrow(
      `of Postgres ${there}, and ${goal.paths.stackFile} says ${postgresVersion}`,
    );
    const next = expect.stringContaining("npx chatkeep upgrade postgres --stack acme");
    expect(caught(() => decideUp(other, seen({ clusterVersion: there })))).toMatchObject({ name: "Refusal", next });
    expect(decideUp(other, seen({ clusterVersion: null }))).toEqual([]);
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
    const steps = decideUp(goal, seen({ artifacts: { authority: false, stackFileCopy: true } }));
    expect(steps.map(({ kind }) => kind)).toEqual(["saveAuthority"]);
    expect(changesServer(steps)).toBe(false);
  });

  it("waits for a service that is not healthy, though nothing changes", () => {
    const engine = {
      ...emptyEngine,
      containers: [container("postgres"), unhealthy(container("synapse")), container("proxy")],
    };
    const known = state(["postgres", "synapse", "proxy"].map((role) => remembered("container", role)));
    expect(kinds({ engine, state: known })).toEqual(["awaitHealth", "askAsClient"]);
  });

  it.each([
    { state: { kind: "ended", exitCode: 137, at: "2026-11-01T00:00:00Z" }, steps: ["startContainer", "awaitHealth"] },
    { state: { kind: "other", word: "created" }, steps: ["removeContainer", "apply", "awaitHealth"] },
    { state: { kind: "other", word: "dead" }, steps: ["removeContainer", "apply", "awaitHealth"] },
    { state: { kind: "restarting", exitCode: 1 }, steps: ["awaitHealth"] },
  ] as const)("has a service run that does not ($state.kind), though Pulumi sees no change", ({ state: is, steps }) => {
    const containers = [container("postgres"), { ...container("synapse"), state: is }, container("proxy")];
    const found = decideUp(goal, seen({ engine: { ...emptyEngine, containers } }));
    expect(found.map(({ kind }) => kind).slice(0, steps.length)).toEqual(steps);
    expect(changesServer(found)).toBe(is.kind !== "restarting");
  });

  it.each([
    [{ kind: "ended", exitCode: 137, at: "2026-11-01T00:00:00Z" }, ["removeContainer", "apply"]],
    [{ kind: "ended", exitCode: 1, at: "2026-11-01T00:00:00Z" }, ["removeContainer", "apply"]],
    [{ kind: "other", word: "created" }, ["removeContainer", "apply"]],
    [{ kind: "ended", exitCode: 0, at: "2026-11-01T00:00:00Z" }, []],
  ] as const)(
    "runs an installer again that was ended before it was done (%j), though Pulumi sees no change",
    (is, steps) => {
      const installer = { ...container("installer", "chatkeep-acme-installer-0123456789ab"), state: is };
      const known = state(["postgres", "synapse", "proxy", "installer"].map((role) => remembered("container", role)));
      const containers = [container("postgres"), container("synapse"), container("proxy"), installer];
      const found = decideUp(goal, seen({ engine: { ...emptyEngine, containers }, state: known }));
      expect(found.map(({ kind }) => kind).slice(0, 2)).toEqual(steps);
    },
  );

  it("leaves a service that does not run to Pulumi where that changes it anyway", () => {
    const ended = {
      ...container("synapse"),
      state: { kind: "ended", exitCode: 1, at: "2026-11-01T00:00:00Z" } as const,
    };
    const engine = { ...emptyEngine, containers: [container("postgres"), ended, container("proxy")] };
    expect(kinds({ engine, changes: [replaced] })).not.toContain("startContainer");
    expect(kinds({ engine, changes: [{ ...replaced, name: "chatkeep-acme-proxy" }] }).slice(0, 2)).toEqual([
      "startContainer",
      "apply",
    ]);
  });

  it("leaves a container of the stack that ran once and ended as it is", () => {
    const ended = { kind: "ended", exitCode: 0, at: "2026-11-01T00:00:00Z" } as const;
    const installer = { ...container("installer", "chatkeep-acme-installer-0"), state: ended };
    const known = ["postgres", "synapse", "proxy", "installer"].map((role) => remembered("container", role));
    const engine = { ...emptyEngine, containers: [...seen().engine.containers, installer] };
    expect(kinds({ engine, state: state(known) })).toEqual([]);
  });

  it("goes on when images are missing but nothing changes: a container that runs needs none", () => {
    expect(kinds({ missingImages: ["synapse"] })).toEqual([]);
  });
});

function unhealthy(well: ReturnType<typeof container>): ReturnType<typeof container> {
  const health = { status: "unhealthy", lastOutput: "no answer" } as const;
  return { ...well, state: { kind: "running", since: "2026-11-01T00:00:00Z", health } };
}

describe("a yes", () => {
  it("is needed for what replaces or deletes, not for what creates or updates", () => {
    expect(needsYes([replaced], [])).toBe(true);
    expect(needsYes([{ ...replaced, action: "delete" }], [])).toBe(true);
    expect(needsYes([{ ...replaced, action: "update" }], [])).toBe(false);
    expect(needsYes(changesOnCleanState(goal.plan), [])).toBe(false);
  });
});
