import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { credentials } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/language_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/language_pb.js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toStruct } from "../../../airgap/protocol/protobuf.ts";
import { signalReaches } from "../../../src/io/machine/processes.ts";
import { makeFolder } from "../../support/own-folder.ts";
import { type FakeEngine, startFakeEngine } from "./fake-engine.ts";

const main = fileURLToPath(new URL("../../../airgap/language/main.ts", import.meta.url));
const modules = fileURLToPath(new URL("../../../node_modules", import.meta.url));

let folder: string;
let engine: FakeEngine;
let host: ChildProcess;
let client: services.LanguageRuntimeClient;

beforeAll(async () => {
  engine = await startFakeEngine();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  folder = await makeFolder("host");
  symlinkSync(modules, join(folder, "node_modules"));
  const manifest = { type: "module", dependencies: { "@pulumi/docker": "*", "@pulumi/pulumi": "*", zod: "*" } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  host = spawn(process.execPath, [main, engine.address], { stdio: ["ignore", "pipe", "inherit"] });
  client = new services.LanguageRuntimeClient(`127.0.0.1:${await firstLine(host)}`, credentials.createInsecure());
});
afterEach(async () => {
  client.close();
  if (host.exitCode === null && host.signalCode === null) {
    host.kill();
    await once(host, "exit");
  }
  rmSync(folder, { recursive: true });
});

describe("our language host", () => {
  it("runs the program in its own folder, with its settings", async () => {
    const response = await run(`
      import * as pulumi from "@pulumi/pulumi";
      const config = new pulumi.Config("chat");
      export const folder = process.cwd();
      export const size = config.get("size");
      export const isSecret = await pulumi.isSecret(config.requireSecret("key"));`);
    expect(response.toObject()).toEqual({ error: "", bail: false });
    expect(engine.outputs()).toMatchObject({ folder, size: "50M", isSecret: true });
  });

  it("lets a program that throws say why, and adds nothing", async () => {
    const response = await run(`throw new Error("no such member");`);
    expect(response.toObject()).toEqual({ error: "", bail: true });
    expect(engine.logged().join("\n")).toContain("no such member");
  });

  it("says with what code a program ended that said nothing", async () => {
    expect((await run("process.exit(7);")).getError()).toContain("code 7");
  });

  it("names the providers that the program's dependencies need", async () => {
    const info = new messages.ProgramInfo().setProgramDirectory(folder);
    const request = new messages.GetRequiredPackagesRequest().setInfo(info);
    const response = await new Promise<messages.GetRequiredPackagesResponse>((resolve, reject) =>
      client.getRequiredPackages(request, (error, answer) => (error === null ? resolve(answer) : reject(error))),
    );
    const packages = response
      .getPackagesList()
      .map((each) => `${each.getKind()} ${each.getName()} ${each.getVersion()}`);
    expect(packages).toEqual(["resource docker v5.2.0"]);
  });

  it("is outlived by no program when it is killed", async () => {
    const marker = join(folder, "pid");
    const running = run(`
      import { writeFileSync } from "node:fs";
      writeFileSync(${JSON.stringify(marker)}, String(process.pid));
      setInterval(() => {}, 1000);
      await new Promise(() => {});`).catch(() => null);
    await expect.poll(() => readFile(marker, "utf8").catch(() => ""), { timeout: 60_000 }).not.toBe("");
    const program = Number(await readFile(marker, "utf8"));
    host.kill("SIGKILL");
    await running;
    await expect.poll(() => signalReaches(program), { timeout: 60_000 }).toBe(false);
  });
});

describe.each(["language", "docker"])("our %s plugin", (plugin) => {
  it("ends when the process that started it is killed", async () => {
    const script = `
      const { spawn } = require("node:child_process");
      const plugin = spawn(process.execPath, [process.argv[1]], { stdio: ["ignore", "pipe", "inherit"] });
      plugin.stdout.once("data", () => console.log(plugin.pid));
      setInterval(() => {}, 1000);`;
    const file = fileURLToPath(new URL(`../../../airgap/${plugin}/main.ts`, import.meta.url));
    const parent = spawn(process.execPath, ["-e", script, file], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = Number(await firstLine(parent));
    expect(signalReaches(pid)).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => signalReaches(pid), { timeout: 60_000 }).toBe(false);
  });
});

async function run(program: string): Promise<messages.RunResponse> {
  writeFileSync(join(folder, "main.mjs"), program);
  const options = toStruct({ typescript: false });
  const info = new messages.ProgramInfo()
    .setRootDirectory(folder)
    .setProgramDirectory(folder)
    .setEntryPoint("main.mjs");
  const request = new messages.RunRequest().setProject("p").setStack("s").setInfo(info.setOptions(options));
  request.setMonitorAddress(engine.address).setParallel(4).setConfigsecretkeysList(["chat:key"]);
  request.getConfigMap().set("chat:size", "50M").set("chat:key", "words");
  return new Promise((resolve, reject) =>
    client.run(request, (error, answer) => (error === null ? resolve(answer) : reject(error))),
  );
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error("the process has no standard output");
  const [line] = await once(createInterface(stdout), "line");
  return String(line);
}
