import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endOnBench, engine, image, named, oneShot, sleeper, startOnBench, using } from "./bench.ts";
import { changes, everything } from "./programs/everything.ts";
import { MadeUnfinished, official, ours, type ProviderProcess } from "./provider-process.ts";

const kind = "container:Container";
const binary = official ?? ours;
const alwaysFails = { tests: ["CMD", "/bin/busybox", "false"], interval: "500ms", retries: 1 };
const alwaysWell = { tests: ["CMD", "/bin/busybox", "true"], interval: "500ms" };

let provider: ProviderProcess;

beforeAll(async () => {
  provider = await startOnBench(binary);
});
afterAll(() => endOnBench(provider));

describe(`a container of ${binary.name}`, () => {
  it("differs in nothing right after it was made, nor after it was looked at again", async () => {
    const inputs = everything("all");
    await using(provider, kind, inputs, async (made) => {
      expect(await provider.compare(kind, made, inputs)).toEqual({ does: "nothing", properties: [] });
      const seen = await provider.read(kind, made.id, made.state, inputs);
      expect(seen).not.toBeNull();
      if (seen !== null)
        expect(await provider.compare(kind, seen, inputs)).toEqual({ does: "nothing", properties: [] });
    });
  });

  it("is replaced, updated or left alone as the table of changes says", async () => {
    const inputs = everything("changes");
    await using(provider, kind, inputs, async (made) => {
      const verdicts = await Promise.all(changes.map(({ to }) => provider.compare(kind, made, { ...inputs, ...to })));
      const found = changes.map(({ to }, index) => ({ to, does: verdicts[index]?.does }));
      expect(found).toEqual(changes);
    });
  });

  it("arrives on the engine with what was asked for", async () => {
    await using(provider, kind, everything("arrives"), async ({ id }) => {
      const { Config, HostConfig } = await engine.getContainer(id).inspect();
      expect(Config).toMatchObject({ User: "1000:1000", Hostname: "boxy", WorkingDir: "/tmp", StopSignal: "SIGINT" });
      expect(Config.Healthcheck).toMatchObject({ Interval: 90e9, Retries: 3 });
      expect(HostConfig).toMatchObject({
        Memory: 67_108_864,
        MemorySwap: 67_108_864,
        NanoCpus: 1.5e9,
        ReadonlyRootfs: true,
      });
      expect(HostConfig).toMatchObject({ CapDrop: ["ALL"], SecurityOpt: ["no-new-privileges:true"], Init: true });
    });
  });

  it("has its files, with modes and owned by root, before it starts", async () => {
    const uploads = [
      { file: "/in/secret", content: "first\n", permissions: "0400" },
      { file: "/in/deep/tool", contentBase64: Buffer.from("second\n").toString("base64"), executable: true },
    ];
    const script = "cd /in; busybox cat secret deep/tool; busybox stat -c '%a %u:%g' secret deep/tool";
    await using(provider, kind, oneShot("files", script, { uploads }), async ({ state }) => {
      expect(state.containerLogs).toBe("first\nsecond\n400 0:0\n744 0:0\n");
    });
  });

  it("that is waited for tells its exit code and its words on both outputs", async () => {
    await using(provider, kind, oneShot("words", "echo out; echo err >&2; exit 3"), async ({ state }) => {
      expect(state).toMatchObject({ exitCode: 3, mustRun: false });
      const lines = String(state.containerLogs).split("\n"); // which of two outputs comes first is the engine's chance
      expect(lines.toSorted()).toEqual(["", "err", "out"]);
    });
  });

  it("takes new limits and a new restart policy while it runs", async () => {
    const inputs = sleeper("limits", { memory: 64, memorySwap: 64 });
    await using(provider, kind, inputs, async (made) => {
      const wanted = { ...inputs, memory: 96, memorySwap: 128, restart: "unless-stopped" };
      const updated = await provider.update(kind, made, wanted);
      const { HostConfig, State } = await engine.getContainer(made.id).inspect();
      expect(HostConfig).toMatchObject({ Memory: 96 * 2 ** 20, MemorySwap: 128 * 2 ** 20 });
      expect([HostConfig.RestartPolicy?.Name, State.Running]).toEqual(["unless-stopped", true]);
      expect(await provider.compare(kind, updated, wanted)).toEqual({ does: "nothing", properties: [] });
    });
  });

  it("that was stopped is found not running, and an update starts it", async () => {
    const inputs = sleeper("stopped");
    await using(provider, kind, inputs, async (made) => {
      await engine.getContainer(made.id).kill();
      const seen = await provider.read(kind, made.id, made.state, inputs);
      expect(seen?.state).toMatchObject({ mustRun: false, exitCode: 137 });
      if (seen === null) throw new Error("the stopped container was taken for gone");
      expect(await provider.compare(kind, seen, inputs)).toEqual({ does: "update", properties: ["mustRun"] });
      await provider.update(kind, seen, inputs);
      expect((await engine.getContainer(made.id).inspect()).State.Running).toBe(true);
    });
  });

  it("that was stopped and publishes a port is replaced instead", async () => {
    const inputs = sleeper("stopped-port", { ports: [{ internal: 80, ip: "127.0.0.1" }] });
    await using(provider, kind, inputs, async (made) => {
      await engine.getContainer(made.id).kill();
      const seen = await provider.read(kind, made.id, made.state, inputs);
      if (seen === null) throw new Error("the stopped container was taken for gone");
      expect(await provider.compare(kind, seen, inputs)).toEqual({ does: "replace", properties: ["mustRun", "ports"] });
    });
  });

  it("that someone removed is found gone, and removing it again is well", async () => {
    const made = await provider.create(kind, sleeper("removed"));
    await engine.getContainer(made.id).remove({ force: true });
    expect(await provider.read(kind, made.id, made.state)).toBeNull();
    await provider.remove(kind, made);
  });

  it("is given its grace to end before it is removed", async () => {
    const trap = "trap 'echo ended in peace > /words/last; exit 0' TERM; echo > /words/ready";
    const script = `${trap}; while :; do busybox sleep 0.1; done`;
    // Asked to end before the trap is set, the shell would just end.
    const healthcheck = { tests: ["CMD", "/bin/busybox", "test", "-e", "/words/ready"], interval: "100ms" };
    const volumes = [{ volumeName: named("words"), containerPath: "/words" }];
    const running = { attach: false, mustRun: true, destroyGraceSeconds: 10, volumes, healthcheck, wait: true };
    await provider.remove(kind, await provider.create(kind, oneShot("grace", script, running)));
    await using(provider, kind, oneShot("reader", "busybox cat /words/last", { volumes }), async ({ state }) => {
      expect(state.containerLogs).toBe("ended in peace\n");
    });
  });

  it("with a random port keeps it", async () => {
    const inputs = sleeper("port", { ports: [{ internal: 80, ip: "127.0.0.1" }] });
    await using(provider, kind, inputs, async (made) => {
      expect(made.state.ports).toEqual([
        { internal: 80, external: expect.any(Number), ip: "127.0.0.1", protocol: "tcp" },
      ]);
      expect(await provider.compare(kind, made, inputs)).toEqual({ does: "nothing", properties: [] });
    });
  });

  it("that waits for its health is healthy when it is there", async () => {
    const inputs = sleeper("healthy", { healthcheck: alwaysWell, wait: true, waitTimeout: 20 });
    await using(provider, kind, inputs, async ({ id }) => {
      expect((await engine.getContainer(id).inspect()).State.Health?.Status).toBe("healthy");
    });
  });

  it("that does not become healthy exists, is remembered, and will be replaced", async () => {
    const inputs = sleeper("unhealthy", { healthcheck: alwaysFails, wait: true, waitTimeout: 2 });
    const failure = await provider.create(kind, inputs).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(MadeUnfinished);
    if (!(failure instanceof MadeUnfinished)) return;
    expect(failure.message).toContain("failed to be in healthy state");
    expect(await provider.compare(kind, failure.existing, inputs)).toMatchObject({ does: "replace" });
    await provider.remove(kind, failure.existing);
    expect(await provider.read(kind, failure.existing.id, failure.existing.state)).toBeNull();
  });

  it("that cannot start exists, is remembered, and will be replaced", async () => {
    const inputs = sleeper("broken", { command: ["/no/such/program"] });
    const failure = await provider.create(kind, inputs).catch((error: unknown) => error);
    if (!(failure instanceof MadeUnfinished)) throw new Error(`expected an unfinished container, found ${failure}`);
    expect(await provider.compare(kind, failure.existing, inputs)).toMatchObject({ does: "replace" });
    await provider.remove(kind, failure.existing);
  });

  it("is not made from an image that is nowhere", async () => {
    const nowhere = sleeper("nowhere", { image: "localhost:1/no/such:image" });
    await expect(provider.create(kind, nowhere)).rejects.toThrow(/localhost:1\/no\/such:image/);
    await expect(provider.create(kind, nowhere)).rejects.not.toBeInstanceOf(MadeUnfinished);
  });

  it("is made while another is still being made", async () => {
    const volumes = [{ volumeName: named("signal"), containerPath: "/signal" }];
    const first = provider.create(
      kind,
      oneShot("first", "until [ -e /signal/go ]; do busybox sleep 0.1; done", { volumes }),
    );
    const second = await provider.create(kind, oneShot("second", "echo > /signal/go", { volumes }));
    expect((await first).state.exitCode).toBe(0);
    await Promise.all([provider.remove(kind, await first), provider.remove(kind, second)]);
  });

  it("is refused with the name of a property that is not known", async () => {
    await expect(provider.check(kind, { name: "it", image, colour: "red" })).rejects.toThrow(/colour/);
    await expect(provider.check(kind, { name: "it" })).rejects.toThrow(/image/);
    await expect(provider.check(kind, { name: "it", image, restart: "perhaps" })).rejects.toThrow(/restart/);
  });
});
