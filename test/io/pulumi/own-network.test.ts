import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { namespaceCommand, needsOpenNetwork, peopleIn } from "../../../src/io/pulumi/own-network.ts";

/** This user, and, where root runs the tests, a user who is not root. */
const users = process.getuid?.() === 0 ? [0, 54_321] : [process.getuid?.() ?? 0];

describe("a network of Pulumi's own", () => {
  it.each([
    [undefined, {}, false],
    ["", { dns: "none" }, false],
    ["unix:///run/user/1000/docker.sock", {}, false],
    ["unix:///var/run/docker.sock", { dns: "cloudflare" }, true],
    [undefined, { dns: { provider: "cloudflare" } }, true],
    ["tcp://10.0.0.1:2376", {}, true],
    ["ssh://root@chat.example", { dns: "none" }, true],
  ])("with the engine %s and the settings %j is too small: %s", (engine, settings, expected) => {
    expect(needsOpenNetwork(engine, settings)).toBe(expected);
  });

  it.each(users)("has its own loopback, and leaves user %i who he is and without new rights", async (uid) => {
    const [command = "", ...words] = namespaceCommand(uid, uid);
    const tell = "id -u; ip -brief link | cut -d' ' -f1; grep CapEff /proc/self/status; readlink /proc/self/ns/net";
    const { stdout } = await execa(command, [...words, "sh", "-c", `PATH=$PATH:/sbin:/usr/sbin; ${tell}`], {
      uid,
      gid: uid,
      cwd: "/",
    });
    const [id, device, rights, network] = stdout.split("\n");
    expect([id, device]).toEqual([String(uid), "lo"]);
    if (uid !== 0) expect(rights).toMatch(/\t0+$/);
    expect(network).not.toBe((await execa("readlink", ["/proc/self/ns/net"])).stdout);
  });
});

describe("other people on this machine", () => {
  const passwd = [
    "root:x:0:0:root:/root:/bin/bash",
    "postgres:x:105:110::/var/lib/postgresql:/bin/bash",
    "ana:x:1000:1000:Ana:/home/ana:/bin/bash",
    "ben:x:1001:1001::/home/ben:/usr/bin/zsh",
    "backup-only:x:1002:1002::/home/b:/usr/sbin/nologin",
    "nobody:x:65534:65534:nobody:/nonexistent:/bin/sh",
    "",
  ].join("\n");

  it("are those who can log in, save ourselves", () => {
    expect(peopleIn(passwd, 0)).toEqual(["ana", "ben"]);
    expect(peopleIn(passwd, 1000)).toEqual(["ben"]);
  });
});
