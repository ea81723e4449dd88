import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeFolder } from "../support/own-folder.ts";
import { runProgram } from "../support/stack/command-line.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const main = join(root, "airgap", "beside", "main.ts");

/** Stands for Pulumi: it asks who it is told to ask, and says what they answered. */
const asking = `
  const require = (await import("node:module")).createRequire(${JSON.stringify(root)});
  const { credentials } = require("@grpc/grpc-js");
  const { LanguageRuntimeClient } = require("@pulumi/pulumi/proto/language_grpc_pb.js");
  const { ResourceProviderClient } = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
  const language = require("@pulumi/pulumi/proto/language_pb.js");
  const provider = require("@pulumi/pulumi/proto/provider_pb.js");
  const plugin = require("@pulumi/pulumi/proto/plugin_pb.js");
  const structs = require("google-protobuf/google/protobuf/struct_pb.js");
  const empties = require("google-protobuf/google/protobuf/empty_pb.js");
  const at = (name) => "127.0.0.1:" + process.env[name].split(":")[1];
  const ask = (client, call, request) =>
    new Promise((resolve) => client[call](request, (error, answer) => resolve(error?.details ?? answer)));
  const open = (Client, name) => new Client(at(name), credentials.createInsecure());
  const host = open(LanguageRuntimeClient, "PULUMI_DEBUG_LANGUAGES");
  await ask(host, "handshake", new language.LanguageHandshakeRequest().setEngineAddress("127.0.0.1:1"));
  console.log((await ask(host, "getPluginInfo", new empties.Empty())).getVersion());
  // Each of Pulumi's providers is a connection: in gRPC's library that takes a channel that is not shared.
  const connections = ["one", "two"].map((name) => {
    const client = new ResourceProviderClient(at("PULUMI_DEBUG_PROVIDERS"), credentials.createInsecure(), { "grpc.use_local_subchannel_pool": 1 });
    return { name, client };
  });
  for (const { name, client } of connections) {
    await ask(client, "attach", new plugin.PluginAttach().setAddress("127.0.0.1:1"));
    const settings = structs.Struct.fromJavaScript({ host: "unix:///nowhere/" + name });
    await ask(client, "configure", new provider.ConfigureRequest().setArgs(settings));
  }
  const urn = "urn:pulumi:s::p::docker:index/volume:Volume::v";
  for (const { client } of connections)
    console.log(await ask(client, "read", new provider.ReadRequest().setId("v").setUrn(urn)));
  process.exit(5);`;

const waiting = `
  process.on("SIGINT", () => process.exit(3));
  setInterval(() => {}, 1000);
  console.log("there");`;

let folder: string;

beforeAll(async () => {
  folder = await makeFolder("host");
});
afterAll(() => rm(folder, { recursive: true }));

describe("Pulumi beside our plugins", () => {
  it("is answered by both from one process, each of its providers with settings of its own, and ends as it ends", async () => {
    const { exitCode, stdout, stderr } = await beside(asking);
    expect([exitCode, stderr]).toEqual([5, ""]);
    const [version, one, two] = stdout.split("\n");
    expect(version).toMatch(/^v3\./);
    expect(one).toContain("/nowhere/one");
    expect(two).toContain("/nowhere/two");
  });

  it("is asked to stop when its company is", async () => {
    const child = spawn(process.execPath, [main, ...(await programOf(waiting))], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    child.kill("SIGINT");
    expect((await once(child, "exit"))[0]).toBe(3);
  });
});

async function beside(script: string) {
  return runProgram(process.execPath, [main, ...(await programOf(script))], {});
}

/** The words that run a script under this Node, in place of Pulumi's. */
async function programOf(script: string): Promise<readonly string[]> {
  const path = join(folder, "pulumi.mjs");
  await writeFile(path, script);
  return [process.execPath, path];
}
