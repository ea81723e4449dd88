import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { missingPackages, preparePackages } from "../../bootstrap/node/packages.mjs";

describe("what npm left out", () => {
  const machine = { os: "linux", cpu: "x64", libc: "glibc" };
  const built = { version: "1.0.0", optional: true, os: ["linux"] } as const;
  const lock = {
    packages: {
      "": { name: "chatkeep" },
      "node_modules/a": { version: "1.0.0", integrity: "x" },
      "node_modules/tool": { version: "2.0.0", dev: true },
      "node_modules/beside": { version: "3.0.0", peer: true },
      "node_modules/tool/node_modules/@of/linux-x64": { ...built, cpu: ["x64"], libc: ["glibc"] },
      "node_modules/@of/linux-x64-musl": { ...built, cpu: ["x64"], libc: ["musl"] },
      "node_modules/@of/linux-arm64": { ...built, cpu: ["arm64"] },
      "node_modules/nowhere": { version: "1.0.0", optional: true },
    },
  };
  const { "": _, ...all } = lock.packages;
  const without = (...names: readonly string[]) => ({
    packages: Object.fromEntries(Object.entries(all).filter(([path]) => !names.some((name) => path.endsWith(name)))),
  });

  it("is nothing where only other machines' packages are missing", () => {
    const installed = without("-musl", "arm64", "nowhere");
    expect(missingPackages(lock, installed, machine)).toEqual([]);
  });

  it.each(["a", "tool", "beside", "@of/linux-x64"])("is seen: %s", (name) => {
    expect(missingPackages(lock, without(`node_modules/${name}`), machine)).toEqual([name]);
  });

  it("is what is there in another version, and all where nothing is there", () => {
    const other = { packages: { ...all, "node_modules/a": { version: "1.0.1", integrity: "x" } } };
    expect(missingPackages(lock, other, machine)).toEqual(["a"]);
    expect(missingPackages(lock, null, machine)).toEqual(["a", "tool", "beside", "@of/linux-x64"]);
  });
});

/** npm itself, without any registry: the packages are archives beside package.json. */
describe("a checkout's packages", () => {
  let folder = "";
  const places = () => ({ checkout: folder, local: join(folder, ".chatkeep") });
  const report = { tell: () => undefined, waiting: () => () => () => undefined, progress: () => ({ stop: () => 0 }) };
  const prepare = () => preparePackages(places(), { path: process.execPath }, report);
  const npm = (...words: readonly string[]) => promisify(execFile)("npm", [...words, "--offline"], { cwd: folder });
  const installed = () =>
    readdir(join(folder, "node_modules")).then((names) => names.filter((name) => name[0] !== "."));
  const stampFile = () => join(folder, "node_modules", ".chatkeep-stamp");

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "chatkeep-packages-"));
    const own = { name: "own", version: "1.0.0", dependencies: { kept: "file:kept-1.0.0.tgz" } };
    const further = { devDependencies: { tool: "file:tool-1.0.0.tgz" } };
    for (const name of ["kept", "tool"]) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, "package.json"), JSON.stringify({ name, version: "1.0.0" }));
      await npm("pack", `./${name}`);
    }
    await writeFile(join(folder, "package.json"), JSON.stringify({ ...own, ...further }));
    await npm("install", "--package-lock-only");
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ["NODE_ENV", "production"],
    ["npm_config_omit", "dev"],
    ["npm_config_dry_run", "true"],
  ])("are all there with %s=%s in the environment", async (name, value) => {
    await rm(join(folder, "node_modules"), { recursive: true, force: true });
    vi.stubEnv(name, value);
    await prepare().finally(() => vi.unstubAllEnvs());
    expect(await installed()).toEqual(["kept", "tool"]);
  });

  it("come back where an older set-up took half of them for all", async () => {
    await npm("ci", "--omit=dev");
    const stamp = await readFile(stampFile(), "utf8").catch(() => "{}");
    const { mtimeMs, size } = await stat(join(folder, "package-lock.json"));
    await writeFile(stampFile(), JSON.stringify({ ...JSON.parse(stamp), trace: { size, changed: mtimeMs } }));
    await prepare();
    expect(await installed()).toEqual(["kept", "tool"]);
  });

  it("come back where npm took some away since", async () => {
    await npm("prune", "--omit=dev");
    expect(await installed()).toEqual(["kept"]);
    await prepare();
    expect(await installed()).toEqual(["kept", "tool"]);
  });
});
