import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { hostname, release, tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { isEngineHere, roomIn, takenPorts } from "../../../src/io/probes/machine.ts";
import { observeWithin } from "../../../src/io/probes/observe.ts";

describe("a port", () => {
  it("that someone listens on is taken, on the same address and on all, and free again afterwards", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const ports = ["127.0.0.1", "0.0.0.0", "127.0.0.2"].map((address) => ({ port, address, protocol: "tcp" as const }));
    expect(await takenPorts(ports)).toEqual(ports.slice(0, 2));
    server.close();
    await once(server, "close");
    expect(await takenPorts(ports)).toEqual([]);
  });

  it("that someone has for UDP is taken for UDP alone", async () => {
    const socket = createSocket("udp4").bind(0, "127.0.0.1");
    await once(socket, "listening");
    const { port } = socket.address();
    const binding = { port, address: "0.0.0.0", protocol: "udp" } as const;
    expect(await takenPorts([binding, { ...binding, protocol: "tcp" }])).toEqual([binding]);
    socket.close();
    await once(socket, "close");
    expect(await takenPorts([binding])).toEqual([]);
  });

  it("of an address that this machine does not have cannot be tried", async () => {
    const found = await observeWithin(5_000, () =>
      takenPorts([{ port: 40_443, address: "192.0.2.1", protocol: "tcp" }]),
    );
    expect(found).toEqual({ unseen: expect.stringContaining("EADDRNOTAVAIL") });
  });
});

describe("the machine", () => {
  it("says how much room a folder has, and cannot for one that is not there", async () => {
    const { freeBytes, totalBytes } = await roomIn(tmpdir());
    expect(totalBytes).toBeGreaterThan(freeBytes);
    expect(await observeWithin(5_000, () => roomIn("/nowhere/docker"))).toEqual({
      unseen: expect.stringContaining("ENOENT"),
    });
  });

  it.each([
    [undefined, true],
    ["", true],
    ["unix:///var/run/docker.sock", true],
    ["unix:///run/user/1000/docker.sock", true],
    ["unix:///run/user/1001/docker.sock", false],
    ["unix:///tmp/other/docker.sock", false],
    ["ssh://root@acme.example", false],
    ["tcp://127.0.0.1:2376", false],
  ])("is the engine's own where DOCKER_HOST is %s: %s", async (address, here) => {
    expect(await isEngineHere(address, 1000, null)).toBe(here);
  });

  it("is the engine's own at any socket of this network whose engine says that it is on this machine", async () => {
    const path = `/tmp/chatkeep-test-${process.pid} engine.sock`;
    const server = createServer().listen(path);
    await once(server, "listening");
    const own = { machine: { name: hostname(), kernel: release() } };
    const others = [
      { machine: { ...own.machine, name: "docker-desktop" } },
      { machine: { ...own.machine, kernel: "1" } },
    ];
    const here = await Promise.all([own, ...others, null].map((each) => isEngineHere(`unix://${path}`, 1000, each)));
    server.close();
    expect(here).toEqual([true, false, false, false]);
    expect(await isEngineHere(`unix://${path}`, 1000, own)).toBe(false);
  });
});

describe("a look", () => {
  it("gives what is seen, why nothing is, or that it took too long, and tells anyone who looks", async () => {
    expect(await observeWithin(1_000, async () => 1)).toEqual({ seen: 1 });
    expect(await observeWithin(1_000, () => Promise.reject(new Error("closed\nat line 1")))).toEqual({
      unseen: "closed",
    });
    let told = false;
    const never = observeWithin(20, (signal) => {
      signal.addEventListener("abort", () => {
        told = true;
      });
      return new Promise<never>(() => undefined);
    });
    expect(await never).toEqual({ unseen: "no answer in 0.02 s" });
    expect(told).toBe(true);
  });
});
