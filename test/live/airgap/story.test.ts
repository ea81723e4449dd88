import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Properties } from "../../../airgap/table/plain.ts";
import { engine, label, makeImage, named, oneShot, sleeper, sweep } from "./bench.ts";
import { type Declared, SmallProgram } from "./programs/small-program.ts";
import { pairs } from "./provider-process.ts";

const secret = "a secret that no one may read";
const nextSecret = "another secret that no one may read";

const volume: Declared = { kind: "Volume", name: "disk", inputs: { name: named("disk"), labels: [label] } };
const network: Declared = { kind: "Network", name: "net", inputs: { name: named("net"), labels: [label] } };

function server(more: Properties = {}): Declared {
  const volumes = [{ volumeName: named("disk"), containerPath: "/disk" }];
  const inputs = { ...sleeper("server", { volumes, ...more }), networksAdvanced: [{ name: { idOf: "net" } }] };
  return { kind: "Container", name: "server", inputs };
}

function files(content: string): Declared {
  const inputs = oneShot("files", "test -s /in/secret");
  return {
    kind: "Container",
    name: "files",
    inputs: { ...inputs, uploads: [{ file: "/in/secret", content: { secret: content } }] },
  };
}

beforeAll(makeImage);
afterAll(sweep);

describe.each(pairs)("a stack on $from.name, from its first up to its end", ({ from, to }) => {
  let program: SmallProgram;
  beforeAll(async () => {
    program = await SmallProgram.create(from);
  });
  afterAll(() => program?.remove());

  it("takes over what is there under its id, and creates the rest", async () => {
    await engine.createVolume({ Name: named("disk"), Labels: { [label.label]: label.value } });
    const { id } = await engine.createNetwork({ Name: named("net"), Labels: { [label.label]: label.value } });
    const found = [
      { ...volume, options: { import: named("disk") } },
      { ...network, options: { import: id } },
    ];
    program.declare([...found, server({ memory: 64, memorySwap: 64 }), files(secret)]);
    const { said, done, log } = await program.run(from, "up");
    expect(said).toBe("");
    expect(log).not.toContain(secret);
    expect(done.toSorted()).toEqual(["create files", "create server", "import disk", "import net"]);
    expect(await isRunning("server")).toBe(true);
  });

  it("keeps a secret in its state as a secret, among inputs and outputs", async () => {
    const state = await program.ask(from, "stack", "export");
    expect(state).not.toContain(secret);
    const { resources } = JSON.parse(state).deployment;
    const marked = { "4dabf18193072939515e22adb298388d": expect.any(String), ciphertext: expect.any(String) };
    const { inputs, outputs } = resources.find(({ urn }: { urn: string }) => urn.endsWith("::files"));
    expect(inputs.uploads).toEqual(marked);
    expect(outputs.uploads).toEqual(marked);
  });

  it(`is continued by ${to.name}, which finds nothing to change`, async () => {
    program.declare([volume, network, server({ memory: 64, memorySwap: 64 }), files(secret)]);
    const { said, done } = await program.run(to, "up", "--refresh");
    expect(said).toBe("");
    const found = done.filter((each) => !each.startsWith("refresh"));
    expect(found.toSorted()).toEqual(["same disk", "same files", "same net", "same server"]);
  });

  it("changes a container in place where that can be, and else replaces it", async () => {
    const before = await idOf("server");
    program.declare([volume, network, server({ memory: 96, memorySwap: 96 }), files(nextSecret)]);
    const { said, done, log } = await program.run(from, "up");
    expect(said).toBe("");
    const changes = done.filter((each) => !each.startsWith("same"));
    expect(changes).toContain("update server");
    expect(changes).toContain("replace files");
    expect(await idOf("server")).toBe(before);
    expect((await engine.getContainer(before).inspect()).HostConfig.Memory).toBe(96 * 2 ** 20);
    expect(log).toContain("[secret]");
    expect([secret, nextSecret].filter((each) => log.includes(each))).toEqual([]);
  });

  it("starts with a refresh what was stopped, and brings back what was removed", async () => {
    const before = await idOf("server");
    await engine.getContainer(before).kill();
    await engine.getContainer(named("files")).remove();
    const { said, done } = await program.run(from, "up", "--refresh");
    expect(said).toBe("");
    expect(done).toEqual(expect.arrayContaining(["update server", "create files"]));
    expect(await isRunning("server")).toBe(true);
    expect(await idOf("server")).toBe(before);
    expect(await idOf("files")).not.toBe("");
  });

  it("deletes what is no longer written", async () => {
    program.declare([]);
    const { said, done } = await program.run(from, "up");
    expect(said).toBe("");
    expect(done.toSorted()).toEqual(["delete disk", "delete files", "delete net", "delete server"]);
    expect(await engine.listContainers({ all: true, filters: { name: [named("")] } })).toEqual([]);
    expect(await engine.listNetworks({ filters: { name: [named("")] } })).toEqual([]);
    expect((await engine.listVolumes({ filters: { name: [named("")] } })).Volumes).toEqual([]);
  });
});

async function idOf(name: string): Promise<string> {
  return (await engine.getContainer(named(name)).inspect()).Id;
}

async function isRunning(name: string): Promise<boolean> {
  return (await engine.getContainer(named(name)).inspect()).State.Running;
}
