import { describe, expect, it } from "vitest";
import { containerProperties, toCreateOptions } from "../../airgap/docker/container/properties/properties.ts";
import { checkInputs } from "../../airgap/table/check.ts";
import { findDifferences } from "../../airgap/table/difference.ts";
import { describePlanned, describeUnfinished, describeUpdated } from "../../airgap/table/outputs.ts";
import { type Properties, unknown } from "../../airgap/table/plain.ts";

const least = { name: "box", image: "debian:13" };

function checked(more: Properties = {}): Properties {
  const { inputs, wrong } = checkInputs(containerProperties, { ...least, ...more });
  expect(wrong).toEqual([]);
  return inputs;
}

describe("a container's properties", () => {
  it("have the official provider's presets", () => {
    expect(checked()).toEqual({
      ...least,
      containerReadRefreshTimeoutMilliseconds: 15_000,
      mustRun: true,
      networkMode: "bridge",
      removeVolumes: true,
      restart: "no",
      start: true,
      waitTimeout: 60,
    });
  });

  it("are refused all at once, each with its path", () => {
    const { wrong } = checkInputs(containerProperties, {
      image: "x",
      colour: "red",
      uploads: [{ file: "/a", source: "b" }],
    });
    expect(wrong.map((finding) => finding.split(":")[0])).toEqual([
      "colour",
      "name",
      "uploads[0]",
      "uploads[0].source",
    ]);
  });

  it.each(["CHOWN", "all"])("refuse the capability %s, which the engine would show otherwise", (name) => {
    const { wrong } = checkInputs(containerProperties, { ...least, capabilities: { drops: [name] } });
    expect(wrong.join()).toContain("capabilities.drops[0]: expected ALL or a name such as CAP_CHOWN");
  });

  it("become what the engine is asked for", () => {
    const options = toCreateOptions(
      checked({
        memory: 64,
        memorySwap: -1,
        cpus: "0.5",
        logOpts: { "max-size": "10m" },
        logDriver: "json-file",
        restart: "on-failure",
        maxRetryCount: 3,
        volumes: [{ volumeName: "data", containerPath: "/data", readOnly: true }],
        ports: [
          { internal: 53, external: 5353, ip: "127.0.0.1", protocol: "udp" },
          { internal: 53, external: 5354, ip: "127.0.0.1", protocol: "udp" },
        ],
        hosts: [{ host: "six", ip: "fe80::1" }],
      }),
    );
    expect(options).toMatchObject({
      name: "box",
      Image: "debian:13",
      ExposedPorts: { "53/udp": {} },
      HostConfig: {
        Memory: 64 * 2 ** 20,
        MemorySwap: -1,
        NanoCpus: 5e8,
        LogConfig: { Type: "json-file", Config: { "max-size": "10m" } },
        RestartPolicy: { Name: "on-failure", MaximumRetryCount: 3 },
        Binds: ["data:/data:ro"],
        PortBindings: { "53/udp": [{ HostPort: "5353" }, { HostPort: "5354" }] },
        ExtraHosts: ["six:fe80::1"],
        Init: false,
      },
    });
  });

  it("ask for nothing where nothing is said", () => {
    expect(Object.keys(toCreateOptions(checked({ dns: [], envs: [], healthcheck: null }))).sort()).toEqual([
      "HostConfig",
      "Image",
      "name",
    ]);
  });
});

describe("a mount", () => {
  it.each([
    [{ type: "tmpfs", target: "/t", tmpfsOptions: { sizeBytes: 5 } }, { TmpfsOptions: { SizeBytes: 5, Mode: 0 } }],
    [
      { type: "bind", target: "/t", source: "/s", bindOptions: { propagation: "rshared" } },
      { BindOptions: { Propagation: "rshared" } },
    ],
    [
      { type: "volume", target: "/t", source: "s", volumeOptions: { noCopy: true } },
      { VolumeOptions: { NoCopy: true } },
    ],
  ])("has the options of its own kind only", (mount, expected) => {
    const [placed] = toCreateOptions(checked({ mounts: [mount] })).HostConfig?.Mounts ?? [];
    expect(placed).toMatchObject(expected);
    expect(Object.keys(placed ?? {}).filter((key) => key.endsWith("Options"))).toEqual(Object.keys(expected));
  });
});

describe("a container's state", () => {
  const state = describeUnfinished(containerProperties, checked({ labels: [{ label: "a", value: "1" }] }));

  it("says nothing computed while it is unfinished", () => {
    expect(state).toMatchObject({ name: "box", networkDatas: null, hostname: null, memory: 0, attach: false });
  });

  it("promises in a preview what is written, and no more", () => {
    expect(describePlanned(containerProperties, checked())).toMatchObject({
      name: "box",
      networkDatas: unknown,
      memory: 0,
    });
  });

  it("keeps after an update what the engine computed, and forgets what is no longer written", () => {
    const old = { ...state, hostname: "abc", memory: 64, memorySwap: 64 };
    expect(describeUpdated(containerProperties, old, checked({ memorySwap: 32 }))).toMatchObject({
      hostname: "abc",
      memory: 0,
      memorySwap: 32,
    });
  });

  it("differs wherever something is not known yet", () => {
    const differences = findDifferences(containerProperties, state, checked({ image: unknown }));
    expect(differences).toEqual([{ property: "image", kind: "update", replaces: true }]);
  });
});
