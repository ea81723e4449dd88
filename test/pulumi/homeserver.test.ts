import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks.js";
import { beforeAll, describe, expect, it } from "vitest";
import { changesOnCleanState } from "../../src/operations/up/up.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { exampleSettings } from "../plan/example-settings.ts";
import { declare, secrets } from "./declare.ts";

const container = "docker:index/container:Container";

describe("the declared stack with Element Web", () => {
  it("is what the command line announces", async () => {
    const wish = { elementWeb: "web.acme.example.org" };
    const declared = (await declare(wish)).filter(({ type }) => type === container).map(({ inputs }) => inputs.name);
    const announced = changesOnCleanState(decidePlan("acme", exampleSettings(wish))).filter(
      (each) => each.what === "container",
    );
    expect(declared.map((name) => name.replace(/-[0-9a-f]{12}$/, "-DIGEST")).sort()).toEqual(
      announced.map(({ name }) => name).sort(),
    );
  });

  it("has one more container, which runs once, may do nothing, and reaches no one", async () => {
    const all = await declare({ elementWeb: "web.acme.example.org" });
    const containers = all.filter(({ type }) => type === container);
    expect(containers).toHaveLength(5);
    const inputs = containers.find(({ name }) => name.startsWith("element-web-"))?.inputs;
    expect(inputs).toMatchObject({
      image: "docker.io/vectorim/element-web:v1.12.29",
      networkMode: "none",
      mustRun: false,
      restart: "no",
      capabilities: { drops: ["ALL"], adds: [] },
      volumes: [{ volumeName: "chatkeep-acme-element-web", containerPath: "/cfg/element-web" }],
      entrypoints: ["sh", "/in/place.sh", "/app", "/cfg/element-web/1.12.29"],
    });
  });
});

describe("the engine of the declared stack", () => {
  it("is the one that it was told, whatever Pulumi's settings say of Docker", async () => {
    const all = await declare({ calls: "on", addresses: { ipv4: "203.0.113.7" }, elementWeb: "web.acme.example.org" });
    const provider = all.find(({ type }) => type === "pulumi:providers:docker");
    expect(provider?.inputs).toMatchObject({ host: "unix:///engine.sock" });
    const resources = all.filter(({ type }) => type.startsWith("docker:"));
    expect(resources.length).toBeGreaterThan(12);
    const reference = "urn:pulumi:acme::chatkeep::pulumi:providers:docker::docker";
    expect(resources.filter((each) => !each.provider?.startsWith(reference))).toEqual([]);
  });
});

describe("the declared stack with calls", () => {
  const wish = { calls: "on", addresses: { ipv4: "203.0.113.7" } };

  it("is what the command line announces", async () => {
    const kinds = ["network", "volume", "container"];
    const declared = (await declare(wish)).filter(({ type }) => type.startsWith("docker:index/"));
    const names = declared.map(({ inputs }) => inputs.name.replace(/-[0-9a-f]{12}$/, "-DIGEST"));
    const announced = changesOnCleanState(decidePlan("acme", exampleSettings(wish)));
    expect(names.sort()).toEqual(
      announced
        .filter(({ what }) => kinds.includes(what))
        .map(({ name }) => name)
        .sort(),
    );
  });

  it("has the types and names that are in people's states, where another one would be another server", async () => {
    const components = (await declare(wish)).filter(({ type }) => type.startsWith("chatkeep:server:"));
    expect(components.map(({ type, name }) => `${type.replace("chatkeep:server:", "")} ${name}`).toSorted()).toEqual([
      "Homeserver homeserver",
      "Installer installer",
      "Network network",
      "Postgres postgres",
      "Proxy proxy",
      "Synapse synapse",
      "TurnServer turn",
      "Volumes volumes",
    ]);
  });

  it("has one more container, alone on a network with a way out, which reads one certificate of the proxy's", async () => {
    const all = await declare(wish);
    const inputs = all.find(({ type, name }) => type === container && name === "turn")?.inputs;
    expect(inputs).toMatchObject({
      image: "docker.io/coturn/coturn:4.17.2-r0",
      user: "13478:13478",
      readOnly: true,
      capabilities: { drops: ["ALL"], adds: ["CAP_NET_BIND_SERVICE"] },
      volumes: [
        { volumeName: "chatkeep-acme-configuration-turn", containerPath: "/cfg/turn", readOnly: true },
        { volumeName: "chatkeep-acme-turn", containerPath: "/var/lib/coturn" },
        { volumeName: "chatkeep-acme-certificates", containerPath: "/certificates", readOnly: true },
      ],
    });
    expect(inputs?.ports).toHaveLength(3 + 64);
    expect(inputs?.networksAdvanced).toHaveLength(1);
    const network = all.find(({ inputs: { name } }) => name === "chatkeep-acme-calls")?.inputs;
    expect(network?.internal).toBe(false);
  });
});

describe("the volumes of the declared stack", () => {
  const wish = { calls: "on", addresses: { ipv4: "203.0.113.7" }, elementWeb: "web.acme.example.org" };

  it("are a service's own, but two: a certificate for the TURN server, and Element Web's files", async () => {
    const services = (await declare(wish)).filter(({ inputs }) => inputs.restart === "always");
    const mounts = services.flatMap(({ name, inputs }) =>
      inputs.volumes.map(({ volumeName, readOnly }: Mount) => ({ name, volumeName, readOnly: readOnly ?? false })),
    );
    const shared = mounts.filter(
      ({ volumeName }) => mounts.filter((each) => each.volumeName === volumeName).length > 1,
    );
    expect(shared).toEqual([
      { name: "proxy", volumeName: "chatkeep-acme-certificates", readOnly: false },
      { name: "turn", volumeName: "chatkeep-acme-certificates", readOnly: true },
    ]);
    const foreign = mounts.filter(({ name, volumeName }) => !volumeName.endsWith(`-${name}`));
    expect(new Set(foreign.map(({ volumeName }) => volumeName))).toEqual(
      new Set(["chatkeep-acme-certificates", "chatkeep-acme-element-web"]),
    );
  });

  it("are each the installer's, and it alone has them all", async () => {
    const all = await declare({ ...wish, elementWeb: "off" });
    const volumes = all.filter(({ type }) => type === "docker:index/volume:Volume").map(({ inputs }) => inputs.name);
    const installer = all.find(({ name }) => name.startsWith("installer-"))?.inputs;
    expect(installer?.volumes.map(({ volumeName }: Mount) => volumeName).sort()).toEqual(volumes.sort());
  });
});

interface Mount {
  readonly volumeName: string;
  readonly readOnly?: boolean;
}

describe("the declared stack", () => {
  let containers: readonly MockResourceArgs[] = [];
  let all: readonly MockResourceArgs[] = [];
  beforeAll(async () => {
    all = await declare({});
    containers = all.filter(({ type }) => type === container);
  });

  it("is two networks, two volumes for each of three services, and an installer", () => {
    expect(countOf(all, "docker:index/network:Network")).toBe(2);
    expect(countOf(all, "docker:index/volume:Volume")).toBe(6);
    expect(containers.map(({ name }) => name.replace(/-[0-9a-f]{12}$/, "")).sort()).toEqual([
      "installer",
      "postgres",
      "proxy",
      "synapse",
    ]);
  });

  it("has no container that is more than it needs to be", () => {
    expect(containers).toHaveLength(4);
    for (const { name, inputs } of containers) {
      expect(inputs.capabilities.drops, name).toEqual(["ALL"]);
      expect(inputs.securityOpts, name).toEqual(["no-new-privileges:true"]);
      expect(inputs.memorySwap, name).toBe(inputs.memory);
      expect(inputs.logOpts, name).toEqual({ "max-size": "10m", "max-file": "3" });
    }
    for (const { name, inputs } of containers.filter(({ name }) => !name.startsWith("installer"))) {
      expect(inputs.user, name).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      expect(inputs.readOnly, name).toBe(true);
      expect(inputs.ulimits[0].hard, name).toBeGreaterThan(0);
      expect(inputs.destroyGraceSeconds, name).toBeGreaterThan(0);
      expect(inputs.restart, name).toBe("always");
      expect(inputs.healthcheck.tests[0], name).toBe("CMD");
    }
  });

  it("mounts no folder of the operator's machine", () => {
    const mounts = containers.flatMap(({ inputs }) => [...(inputs.volumes ?? []), ...(inputs.mounts ?? [])]);
    expect(mounts.length).toBeGreaterThan(5);
    expect(mounts.filter(({ volumeName, hostPath }) => volumeName === undefined || hostPath !== undefined)).toEqual([]);
  });

  it("marks every secret file as a secret, and has secrets nowhere else", () => {
    const { passwordPepperMark: _, ...hidden } = secrets; // a mark is public
    const texts = Object.values(hidden).map((each) => ("reveal" in each ? each : each.file).reveal().trim());
    expect(all.length).toBeGreaterThan(10);
    for (const { name, inputs } of all) {
      const plain = JSON.stringify({ ...inputs, uploads: [] });
      expect(
        texts.filter((text) => plain.includes(text)),
        name,
      ).toEqual([]);
    }
  });
});

function countOf(resources: readonly MockResourceArgs[], type: string): number {
  return resources.filter((each) => each.type === type).length;
}
