import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Session, sessionFor } from "../../../src/actions/session.ts";
import type { Files } from "../../../src/io/machine/files.ts";
import { pathsOf } from "../../../src/io/machine/paths.ts";
import { madeUpTerminal } from "../../cli/terminal/made-up-terminal.ts";
import { memoryFiles } from "../../operations/steps/made-up-world.ts";
import { startMadeUpEngine } from "./made-up-engine.ts";
import { startMadeUpNames } from "./made-up-names.ts";

/** A stack in a world that counts what is read and asked. */
export interface MadeUpStack extends AsyncDisposable {
  readonly session: Session;
  /** The address of its name server. */
  readonly resolver: string;
  /** All that was read and asked so far, each with its kind. */
  counted(): Promise<readonly string[]>;
}

const roles = ["postgres", "synapse", "proxy"] as const;
const stack = "acme";
const nameOf = (role: string) => `chatkeep-${stack}-${role}`;
const idOf = (role: string) => role.padEnd(64, "0");

const settings = [
  "config:",
  "  chatkeep:serverName: acme.example",
  "  chatkeep:tls: internal",
  "  chatkeep:ports: { https: 47113, http: off }",
];
const withKey = [
  "  chatkeep:imageSource: local",
  "  chatkeep:pluginSource: official",
  "  chatkeep:masterKey:",
  "    secure: v1:eV2LBOoTjaFP4ezA:mtzXANsA7hm3CAtVKykk4rJX5sZxhAV8qFAS5LCo",
  "encryptionsalt: v1:abc=:v1:x:y",
];

/** One that runs as planned, or one that was never brought up. */
export async function madeUpStack(kind: "running" | "new"): Promise<MadeUpStack> {
  const folder = await mkdtemp(join(tmpdir(), "chatkeep-test-"));
  const isRunning = kind === "running";
  const engine = await startMadeUpEngine(join(folder, "engine.sock"), isRunning ? { ...bare, ...things } : bare);
  const names = await startMadeUpNames();
  const pulumi = await writePulumi(folder);
  const read: string[] = [];
  const paths = pathsOf(stack, { XDG_STATE_HOME: folder, XDG_CACHE_HOME: folder });
  const files = recording(memoryFiles(filesOf(paths, pulumi, isRunning)), read);
  const environment = { PATH: process.env.PATH, DOCKER_HOST: engine.address };
  const session = { ...sessionFor("up", stack, madeUpTerminal().terminal), paths, files, environment };
  const counted = async () => [
    ...read,
    ...engine.asked.map((each) => `engine ${each}`),
    ...names.asked.map((each) => `name ${each}`),
    ...(await readFile(`${pulumi}.log`, "utf8").catch(() => "")).split("\n").filter((line) => line !== ""),
  ];
  const dispose = async () => {
    await Promise.all([engine[Symbol.asyncDispose](), names[Symbol.asyncDispose]()]);
    await rm(folder, { recursive: true });
  };
  return { session, resolver: names.address, counted, [Symbol.asyncDispose]: dispose };
}

/** The engine with nothing of the stack. It calls its machine by another name: no one knocks at this one's ports. */
const bare = {
  "/_ping": "OK",
  "/info": {
    ServerVersion: "28.1.0",
    Name: "elsewhere",
    KernelVersion: "6.1.0",
    MemTotal: 8e9,
    NCPU: 4,
    MemoryLimit: true,
  },
  "/networks": [],
  "/volumes": { Volumes: [] },
  "/containers/json": [],
  "/images/json": [],
};

const labels = { "chatkeep.stack": stack };
const containers = roles.map((role) => [
  `/containers/${idOf(role)}/json`,
  {
    Id: idOf(role),
    Name: `/${nameOf(role)}`,
    Config: { Labels: { ...labels, "chatkeep.role": role }, Image: role },
    State: { Running: true, StartedAt: "2026-11-01T00:00:00Z", Health: { Status: "healthy" } },
    NetworkSettings: { Networks: placesOf(role) },
    RestartCount: 0,
  },
]);

/** What the engine has of a stack that runs. */
const things = {
  ...Object.fromEntries(containers),
  "/containers/json?all=true": roles.map((role) => {
    const Mounts = [{ Name: nameOf(role), Destination: "/data" }];
    return { Id: idOf(role), Created: Date.now() / 1_000, Mounts, Labels: labels };
  }),
  "/networks": ["data", "edge"].map((role) => ({ Id: idOf(role), Name: nameOf(role) })),
  "/volumes": { Volumes: roles.map((role) => ({ Name: nameOf(role), Labels: labels })) },
  "/images/": {},
};

function placesOf(role: string) {
  const networks = { postgres: ["data"], synapse: ["data", "edge"], proxy: ["edge"] }[role] ?? [];
  return Object.fromEntries(networks.map((each) => [nameOf(each), { NetworkID: idOf(each), Aliases: [role] }]));
}

function filesOf(paths: Session["paths"], pulumi: string, isRunning: boolean): Map<string, string> {
  const stackFile = [...settings, ...(isRunning ? withKey : [])].join("\n");
  const toolchain = {
    node: { path: process.execPath, version: "24.0.0" },
    pulumi: { path: pulumi, version: "3.259.0", home: "/nowhere" },
    plugins: "official",
  };
  const kept = [
    [paths.stackFileCopy, stackFile],
    [paths.passphrase, "four words are enough"],
    [paths.authority, "a certificate"],
    [paths.checkpoint, checkpoint()],
  ] as const;
  return new Map([
    [paths.toolchain, JSON.stringify(toolchain)],
    [paths.stackFile, stackFile],
    ...(isRunning ? kept : []),
  ]);
}

function checkpoint(): string {
  const resources = [
    ...roles.map((role) => resource("container", idOf(role), nameOf(role))),
    ...["data", "edge"].map((role) => resource("network", idOf(role), nameOf(role))),
    ...roles.map((role) => resource("volume", nameOf(role), nameOf(role))),
  ];
  return JSON.stringify({ version: 3, checkpoint: { stack, latest: { resources } } });
}

function resource(kind: string, id: string, name: string) {
  const type = `docker:index/${kind}:${kind}`;
  return { urn: `urn:pulumi:${stack}::chatkeep::${type}::${name}`, type, id, inputs: { name } };
}

/** Stands for Pulumi: writes down what it is asked, and finds nothing to change. */
async function writePulumi(folder: string): Promise<string> {
  const path = join(folder, "pulumi");
  const nothing = JSON.stringify({ summaryEvent: { resourceChanges: { same: 11 } } });
  await writeFile(path, `#!/bin/sh\necho "pulumi $*" >>"$0.log"\necho '${nothing}'\n`);
  await chmod(path, 0o755);
  return path;
}

function recording(files: Files, read: string[]): Files {
  const note =
    <Result>(word: string, look: (path: string) => Promise<Result>) =>
    (path: string) => {
      read.push(`${word} ${path}`);
      return look(path);
    };
  return { ...files, read: note("read", files.read), bytes: note("read", files.bytes), has: note("has", files.has) };
}
