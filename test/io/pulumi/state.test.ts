import { describe, expect, it } from "vitest";
import {
  isWholeCheckpoint,
  needsProgram,
  parsePulumiLock,
  parsePulumiState,
  readPulumiLocks,
  removeBrokenAttributes,
} from "../../../src/io/pulumi/state.ts";
import { memoryFiles } from "../../operations/steps/made-up-world.ts";

const type = "docker:index/volume:Volume";
const record = "cloudflare:index/dnsRecord:DnsRecord";

describe("Pulumi's state", () => {
  it("is read from a checkpoint: what is remembered, and what was left open", () => {
    const resources = [
      { urn: "u1", type, id: "data", protect: true, inputs: { name: "data" } },
      { urn: `u::${record}::A acme.example`, type: record, id: "r", inputs: { name: "acme.example" } },
      { urn: "u0", type: "pulumi:pulumi:Stack", outputs: { serverName: "acme.example.org" } },
    ];
    const pending = [
      { type: "creating", resource: { urn: "u2", type, inputs: { name: "new" } } },
      { type: "deleting", resource: { urn: "u3", type, id: "old" } },
    ];
    const secrets_providers = { type: "passphrase", state: { salt: "v1:c2FsdA==:v1:bm9uY2U=:c2VhbGVk" } };
    const latest = { secrets_providers, resources, pending_operations: pending };
    const text = JSON.stringify({ version: 3, checkpoint: { latest } });
    expect(parsePulumiState(text)).toEqual({
      resources: [
        { urn: "u1", type, id: "data", name: "data", protected: true },
        { urn: `u::${record}::A acme.example`, type: record, id: "r", name: "A acme.example", protected: false },
        { urn: "u0", type: "pulumi:pulumi:Stack", id: null, name: null, protected: false },
      ],
      salt: "v1:c2FsdA==:v1:bm9uY2U=:c2VhbGVk",
      pendingCreations: [{ urn: "u2", type, id: null, name: "new", protected: false }],
      pendingDeletions: [{ urn: "u3", type, id: "old", name: null, protected: false }],
    });
  });

  it("may be empty", () => {
    expect(parsePulumiState('{"version":3,"checkpoint":{"latest":{}}}')).toEqual({
      resources: [],
      salt: null,
      pendingCreations: [],
      pendingDeletions: [],
    });
  });
});

describe("a checkpoint", () => {
  const whole = JSON.stringify({ version: 3, checkpoint: { stack: "acme", latest: { resources: [] } } });

  it("is whole when it was written to its end", () => {
    expect(isWholeCheckpoint(whole)).toBe(true);
    for (let length = 0; length < whole.length; length += 1)
      expect(isWholeCheckpoint(whole.slice(0, length))).toBe(false);
    for (const text of ["\0\0\0", "null", "[]", "{}", '{"checkpoint":null}', '"checkpoint"'])
      expect(isWholeCheckpoint(text)).toBe(false);
  });
});

describe("attributes beside Pulumi's files", () => {
  const paths = { checkpoint: "/b/stack.json", backend: "/b" };

  it.each(["", '{"user.cache_con'])(
    "are removed where they were left as `%s`, and else are left alone",
    async (text) => {
      const disk = new Map([
        ["/b/stack.json", "{}"],
        ["/b/stack.json.attrs", text],
        ["/b/.pulumi/meta.yaml.attrs", "{}"],
      ]);
      await removeBrokenAttributes(memoryFiles(disk), paths);
      expect([...disk.keys()]).toEqual(["/b/stack.json", "/b/.pulumi/meta.yaml.attrs"]);
    },
  );
});

describe("Pulumi's locks", () => {
  it("name process and host", () => {
    expect(parsePulumiLock("/l", '{"pid":7,"hostname":"here"}')).toEqual({ file: "/l", pid: 7, host: "here" });
    expect(parsePulumiLock("/l", "{}")).toBeNull();
  });

  it("that were not written to their end are no one's", () => {
    for (const text of ["", '{"pid":7,"host'])
      expect(parsePulumiLock("/l", text)).toEqual({ file: "/l", pid: null, host: null });
  });

  it("are the JSON files of a folder", async () => {
    const files = memoryFiles(
      new Map([
        ["/locks/a.json", '{"pid":7,"hostname":"here"}'],
        ["/locks/a.json.attrs", "{}"],
      ]),
    );
    expect(await readPulumiLocks(files, "/locks")).toHaveLength(1);
    expect(await readPulumiLocks(files, "/none")).toEqual([]);
  });

  it("are found where a full disk let them be written only in part, under their name of then", async () => {
    const file = "/locks/6809a3bb-1d0e-4982-a40b-9ae0b10b866e.json.18ec9e8c88db552c.tmp";
    const files = memoryFiles(new Map([[file, ""]]));
    expect(await readPulumiLocks(files, "/locks")).toEqual([{ file, pid: null, host: null }]);
  });
});

describe("a refresh", () => {
  const stateWith = (type: string, inputs: object) => {
    const resources = [
      { urn: "u", type, inputs },
      { urn: "v", type: "docker:index/container:Container", inputs: { host: "x" } },
    ];
    return JSON.stringify({ version: 3, checkpoint: { latest: { resources } } });
  };
  const here = "unix:///var/run/docker.sock";

  it.each([
    ["", false],
    [stateWith("pulumi:providers:docker", { version: "5.2.0" }), false],
    [stateWith("pulumi:providers:docker", { host: here }), false],
    [stateWith("pulumi:providers:docker", { host: "ssh://root@chat.example" }), true],
    [stateWith("pulumi:providers:cloudflare", {}), true],
  ])("with the state %s runs the program first: %s", (state, expected) => {
    expect(needsProgram(state, here)).toBe(expected);
  });
});
