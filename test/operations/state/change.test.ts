import { describe, expect, it } from "vitest";
import type { PulumiEvent, ResourceChange } from "../../../src/io/pulumi/events.ts";
import { errorsOf } from "../../../src/operations/running/failure.ts";
import { readPreview, type Surroundings } from "../../../src/operations/state/change.ts";

const usual: Surroundings = { limits: { memory: true, swap: true }, isRunOnce: (name) => name.includes("-installer-") };
const read = (events: readonly PulumiEvent[], limits = usual.limits) => readPreview(events, { ...usual, limits });

const proxy: ResourceChange = {
  operation: "create",
  urn: "urn:pulumi:acme::chatkeep::docker:index/container:Container::proxy",
  type: "docker:index/container:Container",
  name: "chatkeep-acme-proxy",
  because: [],
  gone: false,
};
const begun = (change: Partial<ResourceChange>): PulumiEvent => ({
  kind: "begun",
  change: { ...proxy, ...change },
  planning: true,
});
const found = (change: Partial<ResourceChange>): PulumiEvent => ({
  kind: "done",
  change: { ...proxy, operation: "refresh", ...change },
  planning: true,
});

describe("a preview", () => {
  it("names what is created, updated, replaced and deleted, each once", () => {
    const operations = [
      "create",
      "update",
      "replace",
      "create-replacement",
      "delete-replaced",
      "delete",
      "same",
      "refresh",
      "read",
    ];
    const { changes } = read(operations.map((operation) => begun({ operation })));
    expect(changes.map(({ action }) => action)).toEqual(["create", "update", "replace", "delete"]);
    expect(changes[0]).toMatchObject({ what: "container", name: "chatkeep-acme-proxy" });
  });

  it("leaves out components and Pulumi's own records", () => {
    const types = ["pulumi:pulumi:Stack", "pulumi:providers:docker", "chatkeep:server:Proxy"];
    expect(read(types.map((type) => begun({ type }))).changes).toEqual([]);
  });

  it("tells what is gone, changed or stopped from what is as it was left", () => {
    const stopped = found({ because: ["exitCode", "mustRun"] });
    const { drift } = read([found({ gone: true }), found({ because: ["image"] }), stopped, found({}), begun({})]);
    expect(drift.map((each) => each.found)).toEqual(["gone", "changed", "stopped"]);
  });
});

describe("what Pulumi takes for a change and is none", () => {
  const limit = ["memory", "memorySwap"];
  const events = (because: readonly string[]) => [found({ because }), begun({ operation: "update", because })];

  it("is a limit that the engine cannot hold a container to, and so forgets", () => {
    expect(read(events(limit), { memory: false, swap: false })).toEqual({ changes: [], drift: [] });
    expect(read(events(["memorySwap"]), { memory: true, swap: false })).toEqual({ changes: [], drift: [] });
    expect(read(events(limit), { memory: true, swap: false }).changes).toHaveLength(1);
    expect(read(events([...limit, "image"]), { memory: false, swap: false }).changes).toHaveLength(1);
    expect(read(events(limit))).toMatchObject({ changes: [{ action: "update" }], drift: [{ found: "changed" }] });
  });

  const installer = { name: "chatkeep-acme-installer-0123" };
  const cleared = [found({ ...installer, gone: true }), begun({ ...installer, operation: "create" })];

  it("is a container that ran once and was cleared away", () => {
    expect(read(cleared)).toEqual({ changes: [], drift: [] });
  });

  it("is made again beside a real change, and made where it never was", () => {
    const { changes, drift } = read([...cleared, begun({ operation: "replace" })]);
    expect([changes.length, drift]).toEqual([2, []]);
    expect(read([begun({ ...installer, operation: "create" })]).changes).toHaveLength(1);
  });
});

describe("errors of Pulumi", () => {
  const error = (text: string): PulumiEvent => ({ kind: "said", severity: "error", text, resource: null });
  const outcome = { succeeded: false, interrupted: false, stderr: "" };

  it("are repeated once each, without the one that says nothing", () => {
    expect(errorsOf(outcome, [error("a"), error("a"), error("b"), error("update failed")])).toEqual(["a", "b"]);
  });

  it("come from stderr where no event has one", () => {
    expect(errorsOf({ ...outcome, stderr: "no such stack" }, [])).toEqual(["no such stack"]);
    expect(errorsOf(outcome, [])).toHaveLength(1);
  });
});
