import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { chooseNode } from "../../bootstrap/node/node-runtime.mjs";
import { chooseParts, choosePulumi } from "../../bootstrap/pulumi/choose.mjs";
import { checksumFor, releaseFiles } from "../../bootstrap/pulumi/download.mjs";
import { keepNoRunLogs, launcher } from "../../bootstrap/pulumi/place.mjs";
import { stillStands } from "../../bootstrap/toolchain.mjs";

const old = { path: "/usr/bin/pulumi", version: "3.150.0" };
const recent = { path: "/usr/bin/pulumi", version: "3.265.1" };
const cached = { path: "/cache/pulumi", version: "3.259.0", source: "built" };
const go = { path: "/usr/bin/go", version: "go1.26.8" };

it.each([
  ["v24.1.0", "linux", "x64", "this"],
  ["v20.20.2", "linux", "x64", "npm"],
  ["v20.20.2", "linux", "arm64", "npm"],
  ["v20.20.2", "aix", "ppc64", "none"],
])("Node %s on %s-%s: %s", (version, platform, arch, kind) => {
  expect(chooseNode({ version, execPath: "/usr/bin/node", platform, arch }).kind).toBe(kind);
});

it.each([
  [{ onPath: recent, cached, reachable: true, go }, "path"],
  [{ onPath: old, cached, reachable: true, go }, "cached"],
  [{ onPath: old, cached: null, reachable: true, go }, "download"],
  [{ onPath: null, cached: null, reachable: false, go }, "build"],
  [{ onPath: null, cached: null, reachable: false, go: { ...go, version: "go1.24.4" } }, "stop"],
  [{ onPath: null, cached: null, reachable: false, go: null }, "stop"],
])("a machine with %j gets its Pulumi by: %s", (seen, kind) => {
  expect(choosePulumi(seen).kind).toBe(kind);
});

it("prefers named binaries to official ones, and official ones to our launchers", () => {
  const none = { provider: null, languageHost: null };
  expect(chooseParts({ wishes: none, hostBeside: null, officialPlugin: false })).toEqual({
    languageHost: "launcher",
    provider: "launcher",
  });
  expect(chooseParts({ wishes: none, hostBeside: "/opt/host", officialPlugin: true })).toEqual({
    languageHost: "/opt/host",
    provider: "official",
  });
  const named = { provider: "/p", languageHost: "/h" };
  expect(chooseParts({ wishes: named, hostBeside: "/opt/host", officialPlugin: true })).toEqual({
    languageHost: "/h",
    provider: "/p",
  });
});

it("finds a file's checksum by its whole name", () => {
  const files = releaseFiles({ platform: "linux", arch: "x64" });
  expect(files).toEqual({
    archive: "pulumi-v3.259.0-linux-x64.tar.gz",
    checksums: "pulumi-3.259.0-checksums.txt",
  });
  const list = "aa  other-pulumi-v3.259.0-linux-x64.tar.gz\nbb  pulumi-v3.259.0-linux-x64.tar.gz\n";
  expect(checksumFor(list, "pulumi-v3.259.0-linux-x64.tar.gz")).toBe("bb");
  expect(checksumFor(list, "pulumi-v3.259.0-linux-arm64.tar.gz")).toBeNull();
});

it("keeps a path with a quote in it one word in a launcher", () => {
  expect(launcher({ path: "/opt/node" }, "/home/o'hara/main.ts")).toBe(
    "#!/bin/sh\nexec '/opt/node' '/home/o'\\''hara/main.ts' \"$@\"\n",
  );
});

it("leaves Pulumi no folder to keep logs of its runs in, and takes away those that are there", async () => {
  const home = mkdtempSync(join(tmpdir(), "chatkeep-logs-"));
  try {
    mkdirSync(join(home, "logs"));
    writeFileSync(join(home, "logs", "team-20261129T163606.log"), "everything\n");
    await keepNoRunLogs(home);
    await keepNoRunLogs(home);
    expect(statSync(join(home, "logs")).isFile()).toBe(true);
  } finally {
    rmSync(home, { recursive: true });
  }
});

it("uses an earlier choice while its files and the wishes are the same", () => {
  const trace = () => ({ size: 1, changed: 2 });
  const chosen = { pulumi: {}, wishes: { provider: null }, traces: { "/bin/pulumi": { size: 1, changed: 2 } } };
  expect(stillStands(chosen, { provider: null }, trace)).toBe(true);
  expect(stillStands(chosen, { provider: "/official" }, trace)).toBe(false);
  expect(stillStands(chosen, { provider: null }, () => null)).toBe(false);
  expect(stillStands(null, { provider: null }, trace)).toBe(false);
});
