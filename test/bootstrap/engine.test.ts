import { expect, it } from "vitest";
import { engineAddresses, pingTarget } from "../../bootstrap/engine/addresses.mjs";
import { noEngine } from "../../bootstrap/engine/advice.mjs";
import { chooseEngine, isDebianLike } from "../../bootstrap/engine/choose.mjs";
import { childEnvironment } from "../../bootstrap/launch.mjs";
import { describe as describeError } from "../../bootstrap/machine/report.mjs";

const bare = {
  dockerHost: undefined,
  denied: false,
  platform: "linux",
  debianLike: true,
  root: true,
  dockerd: false,
};

it.each([
  ["ID=debian\nVERSION_ID=13\n", true],
  ['ID=linuxmint\nID_LIKE="ubuntu debian"\n', true],
  ["NAME=x\nID=ubuntu\n", true],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', false],
  ['ID=notdebian\nPRETTY_NAME="like debian"\n', false],
  ["", false],
])("%j is Debian-like: %s", (text, expected) => {
  expect(isDebianLike(text)).toBe(expected);
});

it.each([
  [{}, "install", undefined],
  [{ dockerd: true }, "start", undefined],
  [{ dockerd: true, debianLike: false }, "start", undefined],
  [{ debianLike: false }, "stop", "system"],
  [{ root: false }, "stop", "root-to-install"],
  [{ root: false, dockerd: true }, "stop", "root-to-start"],
  [{ platform: "darwin" }, "stop", "platform"],
  [{ denied: true }, "stop", "denied"],
  [{ dockerHost: "tcp://engine.test:2375" }, "stop", "named"],
])("a silent engine on a machine with %j: %s %s", (difference, kind, why) => {
  const choice = chooseEngine({ ...bare, ...difference });
  expect([choice.kind, choice.why]).toEqual([kind, why]);
});

it("names the exact command for every reason to stop", () => {
  for (const why of ["named", "denied", "platform", "root-to-start", "root-to-install", "system"]) {
    expect(describeError(noEngine({ why, debianLike: true }))).toMatch(/^chatkeep: .+\n {2}.+\n$/s);
  }
});

it("asks the named engine alone, and else the usual sockets", () => {
  expect(engineAddresses({ DOCKER_HOST: "ssh://me@host" }, "/home/me")).toEqual(["ssh://me@host"]);
  expect(engineAddresses({ XDG_RUNTIME_DIR: "/run/user/1000" }, "/home/me")).toEqual([
    "unix:///var/run/docker.sock",
    "unix:///run/user/1000/docker.sock",
    "unix:///home/me/.docker/run/docker.sock",
  ]);
});

it("leaves what needs a key to the program", () => {
  expect(pingTarget("ssh://me@host")).toBeNull();
  expect(pingTarget("tcp://host:2376", { DOCKER_TLS_VERIFY: "1" })).toBeNull();
  expect(pingTarget("tcp://host:2375")).toEqual({ host: "host", port: 2375 });
  expect(pingTarget("unix:///run/docker.sock")).toEqual({ socketPath: "/run/docker.sock" });
});

it("puts the chosen Node first on PATH unless it already is the first", () => {
  const tools = { engine: null, cache: "/cache" };
  const elsewhere = childEnvironment({ PATH: "/nowhere" }, { ...tools, node: { path: "/cache/node/bin/node" } });
  expect(elsewhere.PATH).toBe("/cache/node/bin:/nowhere");
  const folder = process.execPath.slice(0, process.execPath.lastIndexOf("/"));
  const here = childEnvironment({ PATH: folder }, { ...tools, node: { path: process.execPath } });
  expect(here.PATH).toBe(folder);
});
