import { describe, expect, it } from "vitest";
import type { PulumiEvent, ResourceChange } from "../../src/io/pulumi-events.ts";
import { readPreview } from "../../src/operations/change.ts";
import { errorsOf } from "../../src/operations/failure.ts";

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
    const { changes } = readPreview(operations.map((operation) => begun({ operation })));
    expect(changes.map(({ action }) => action)).toEqual(["create", "update", "replace", "delete"]);
    expect(changes[0]).toMatchObject({ what: "container", name: "chatkeep-acme-proxy" });
  });

  it("leaves out components and Pulumi's own records", () => {
    const types = ["pulumi:pulumi:Stack", "pulumi:providers:docker", "chatkeep:server:Proxy"];
    expect(readPreview(types.map((type) => begun({ type }))).changes).toEqual([]);
  });

  it("tells what is gone or changed from what is as it was left", () => {
    const { drift } = readPreview([found({ gone: true }), found({ because: ["image"] }), found({}), begun({})]);
    expect(drift.map((each) => each.found)).toEqual(["gone", "changed"]);
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
