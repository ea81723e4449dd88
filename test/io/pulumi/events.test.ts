import { describe, expect, it } from "vitest";
import { parseEvent } from "../../../src/io/pulumi/events.ts";

const urn = "urn:pulumi:acme::chatkeep::chatkeep:server:Proxy$docker:index/container:Container::proxy";
const metadata = {
  op: "replace",
  urn,
  type: "docker:index/container:Container",
  old: null,
  new: { inputs: { name: "chatkeep-acme-proxy" } },
};
const read = (event: object) => parseEvent(JSON.stringify({ sequence: 1, timestamp: 2, ...event }));

describe("an event of Pulumi's engine", () => {
  it("tells what begins, under the name it has on the engine", () => {
    const event = read({
      resourcePreEvent: { metadata: { ...metadata, detailedDiff: { image: {} } }, planning: true },
    });
    expect(event).toMatchObject({
      kind: "begun",
      planning: true,
      change: { operation: "replace", name: "chatkeep-acme-proxy", because: ["image"] },
    });
  });

  it("falls back to the name in the program and to the plain list of differences", () => {
    const event = read({ resOutputsEvent: { metadata: { ...metadata, new: null, diffs: ["image"] } } });
    expect(event).toMatchObject({ kind: "done", change: { name: "proxy", because: ["image"], gone: true } });
  });

  it("tells records of one name apart", () => {
    const type = "cloudflare:index/dnsRecord:DnsRecord";
    const record = {
      ...metadata,
      type,
      urn: `urn:pulumi:acme::chatkeep::chatkeep:server:Dns$${type}::AAAA chat.acme.test`,
    };
    expect(read({ resourcePreEvent: { metadata: record } })).toMatchObject({ change: { name: "AAAA chat.acme.test" } });
  });

  it("passes messages on without colours, and leaves out what is repeated later", () => {
    const message = { message: "<{%fg 1%}>no such image<{%reset%}>\n", severity: "error", urn };
    expect(read({ diagnosticEvent: message })).toEqual({
      kind: "said",
      severity: "error",
      text: "no such image",
      resource: "proxy",
    });
    expect(read({ diagnosticEvent: { ...message, ephemeral: true } })).toBeNull();
    expect(read({ diagnosticEvent: { ...message, severity: "debug" } })).toBeNull();
    expect(read({ diagnosticEvent: { ...message, severity: "info#err" } })).toMatchObject({ severity: "info" });
  });

  it("counts at the end", () => {
    expect(read({ summaryEvent: { resourceChanges: { same: 18 } } })).toEqual({ kind: "ended", counts: { same: 18 } });
  });

  it("is nothing where a line is none", () => {
    expect(parseEvent("warning: something")).toBeNull();
    expect(parseEvent("")).toBeNull();
    expect(read({ preludeEvent: {} })).toBeNull();
  });
});
