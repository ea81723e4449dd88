import { spawn } from "node:child_process";
import { mkdir, open, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { machineProcesses } from "../../../src/io/machine/processes.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { leftFolders, makeFolder, unmountBelow } from "../own-folder.ts";
import { listProcesses } from "../processes.ts";
import { engineOf } from "../stack/engine.ts";
import { engineEnvironment } from "./engine-programs.ts";
import { shareImages } from "./shared-images.ts";

/** A Docker engine of a test's own: its own disk, its own network namespace, and a socket no other engine has. */
export interface SecondEngine {
  readonly folder: string;
  /** As DOCKER_HOST has it. */
  readonly address: string;
  /** What its daemon is started with beside its places (dockerd(8)). */
  readonly options: readonly string[];
}

/** Starts an engine and gives it images that the first one has. */
export async function startSecondEngine(
  images: readonly string[],
  options: readonly string[] = [],
): Promise<SecondEngine> {
  const folder = await makeFolder("engine");
  const engine = { folder, address: `unix://${join(folder, "docker.sock")}`, options };
  await makeNetwork(engine);
  await makeDisk(engine);
  const areThere = (await keepsLayers()) && (await shareImages(images, join(folder, "data")));
  await startDaemon(engine);
  if (!areThere) await copyImages(images, engine);
  return engine;
}

/** Ends the engine, as a shut-down of its machine does, and starts it again. */
export async function restartEngine(engine: SecondEngine): Promise<void> {
  await stopDaemon(engine.folder);
  await startDaemon(engine);
}

/**
 * Kills the engine and the containerd it owns, as the kernel does when memory runs out, and starts it again. Its containers run
 * on meanwhile: they belong to containerd's shims.
 */
export async function crashEngine(engine: SecondEngine): Promise<void> {
  const containerd = join("exec", "containerd", "containerd.pid");
  await endProcess(engine.folder, "docker.pid", "SIGKILL");
  await endProcess(engine.folder, containerd, "SIGKILL");
  // Where no one has taken note of its end yet, the new engine takes the old containerd for a running one and waits in vain.
  await rm(join(engine.folder, containerd), { force: true });
  await startDaemon(engine);
}

/** The file that holds the engine's network namespace; it stays while the engine is down. */
export function networkOf({ folder }: Pick<SecondEngine, "folder">): string {
  return join(folder, "network");
}

/** Kills the engine with all that runs on it, and the sshd that leads to it, and removes its disk: nothing on it has to be kept. */
export async function removeEngine({ folder }: Pick<SecondEngine, "folder">): Promise<void> {
  await untilTrue(`end of what runs in ${folder}`, async () => (await killAll(folder)) === 0);
  await unmountBelow(folder);
  await rm(folder, { recursive: true, force: true });
}

/** Removes the engines of test runs that were killed. */
export async function sweepEngines(): Promise<readonly string[]> {
  const left = await leftFolders("engine");
  for (const folder of left) await removeEngine({ folder });
  return left;
}

/** Whether the engine that is started keeps images as older ones do: from 29 on, containerd keeps them on a new disk. */
async function keepsLayers(): Promise<boolean> {
  const { stdout } = await execa("dockerd", ["--version"], { env: engineEnvironment(process.env), extendEnv: false });
  return Number(/version (\d+)/.exec(stdout)?.[1] ?? 0) < 29;
}

/** A network namespace of its own, because two engines in one would each rewrite the other's packet filter. */
async function makeNetwork(engine: SecondEngine): Promise<void> {
  await writeFile(networkOf(engine), "");
  await execa("unshare", [`--net=${networkOf(engine)}`, "ip", "link", "set", "lo", "up"]);
}

/** A mount of its own, shared: otherwise the engine makes one, and takes it away at its end with all that is mounted below it. */
async function makeDisk({ folder }: SecondEngine): Promise<void> {
  const disk = join(folder, "data");
  await mkdir(disk);
  await execa("mount", ["--bind", disk, disk]);
  await execa("mount", ["--make-shared", disk]);
}

async function startDaemon(engineToStart: SecondEngine): Promise<void> {
  const { folder, address } = engineToStart;
  const places = { "data-root": "data", "exec-root": "exec", pidfile: "docker.pid" };
  const where = Object.entries(places).map(([option, name]) => `--${option}=${join(folder, name)}`);
  const log = await open(join(folder, "log"), "a");
  const words = [
    `--net=${networkOf(engineToStart)}`,
    "dockerd",
    ...where,
    ...engineToStart.options,
    `--host=${address}`,
  ];
  const env = engineEnvironment(process.env);
  spawn("nsenter", words, { detached: true, stdio: ["ignore", log.fd, log.fd], env }).unref();
  await log.close();
  const engine = engineOf({ dockerHost: address });
  // One that was killed first stops what still runs, each with its own grace.
  const isThere = () => engine.ping().then(Boolean, () => false);
  await untilTrue(`answer of the engine in ${folder} (its log is there)`, isThere, { seconds: 120 });
}

function stopDaemon(folder: string): Promise<void> {
  return endProcess(folder, "docker.pid");
}

/** Ends the process a file names, if it still is the one that was started with this folder. */
async function endProcess(folder: string, pidFile: string, signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
  const pid = Number(await readFile(join(folder, pidFile), "utf8").catch(() => "0"));
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  if (pid === 0 || !command.includes(folder)) return;
  machineProcesses.end(pid, signal === "SIGKILL");
  const isGone = async () => !(await machineProcesses.isAlive(pid));
  await untilTrue(`end of ${command.split("\0")[0]} in ${folder}`, isGone, { seconds: 90 });
}

/** Kills the engine, its containerd, their shims, and the containers that are children of those; gives how many there were. */
async function killAll(folder: string): Promise<number> {
  const all = await listProcesses();
  const own = new Set(all.filter(({ command }) => command.includes(`${folder}/`)).map(({ pid }) => pid));
  const ofEngine = all.filter(({ pid, parent }) => own.has(pid) || own.has(parent));
  for (const { pid } of ofEngine) machineProcesses.end(pid, true);
  return ofEngine.length;
}

async function copyImages(images: readonly string[], to: SecondEngine): Promise<void> {
  const from = process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock";
  const save = execa("docker", ["--host", from, "save", ...images], {
    encoding: "buffer",
    stdout: "pipe",
    buffer: false,
  });
  await save.pipe("docker", ["--host", to.address, "load"]);
}
