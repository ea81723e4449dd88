import { spawnSync } from "node:child_process";
import { afterEach, describe, expect, it, vi } from "vitest";
import { connectEngine } from "../../src/io/docker/engine.ts";
import { sshArguments } from "../../src/io/docker/engine-over-ssh.ts";

describe("an engine's address", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    [undefined, { socketPath: "/var/run/docker.sock" }],
    ["", { socketPath: "/var/run/docker.sock" }],
    ["unix:///run/user/1000/docker.sock", { socketPath: "/run/user/1000/docker.sock" }],
    ["unix:///home/a%20b/docker.sock", { socketPath: "/home/a b/docker.sock" }],
    ["tcp://10.0.0.1:2375", { host: "10.0.0.1", port: "2375", protocol: "http" }],
    ["tcp://10.0.0.1", { host: "10.0.0.1", port: 2375, protocol: "http" }],
    ["ssh://ops@chat.example", { protocol: "http", host: "docker" }],
  ])("%s is understood, whatever DOCKER_HOST says", (address, expected) => {
    vi.stubEnv("DOCKER_HOST", "tcp://other.example:1");
    expect(connectEngine(address).modem).toMatchObject(expected);
  });

  it.each(["npipe:////./pipe/docker", "chat.example"])("%s is refused by name", (address) => {
    expect(() => connectEngine(address)).toThrow(address);
  });

  it("over ssh is a command line of Docker's own shape", () => {
    const words = sshArguments(new URL("ssh://ops@chat.example:2222/run/user/1000/docker.sock"));
    const target = "-l ops -p 2222 -- chat.example";
    expect(words.join(" ")).toBe(
      `-o ConnectTimeout=30 -T ${target} docker --host=unix:///run/user/1000/docker.sock system dial-stdio`,
    );
  });

  it.each([
    ["ssh://ops@chat.example/run/a%20b/docker.sock", "'--host=unix:///run/a b/docker.sock'"],
    ["ssh://ops@chat.example/x;touch%20/tmp/pwned", "'--host=unix:///x;touch /tmp/pwned'"],
    ["ssh://ops@chat.example/x'$(id)`id`", "'--host=unix:///x'\\''$(id)`id`'"],
  ])("over ssh, %s is one word to the shell over there", (address, word) => {
    const words = sshArguments(new URL(address));
    expect(words.slice(-4)).toEqual(["docker", word, "system", "dial-stdio"]);
    const { stdout } = spawnSync("sh", ["-c", `printf '%s\\n' ${word}`], { encoding: "utf8" });
    expect(stdout).toBe(`--host=unix://${decodeURIComponent(new URL(address).pathname)}\n`);
  });

  it.each([
    "ssh://-oProxyCommand=x",
    "ssh://-oProxyCommand=x@chat.example",
    "ssh://ops%24(id)@chat.example",
    "ssh://ops@chat.example;id",
    "ssh://ops@$(id)",
    "ssh://ops%0Aid@chat.example",
  ])("over ssh, %s is refused: neither a name nor a host is more than that", (address) => {
    expect(() => sshArguments(new URL(address))).toThrow(/not a valid user or host/);
  });
});
