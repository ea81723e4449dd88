import { spawn } from "node:child_process";
import { mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { machineProcesses } from "../../src/io/processes.ts";
import { untilTrue } from "../../src/io/until.ts";
import { engineOf } from "./engine.ts";

/** A Docker engine of a test's own: its own disk, its own network namespace, and a socket no other engine has. */
export interface SecondEngine {
  readonly folder: string;
  /** As DOCKER_HOST has it. */
  readonly address: string;
}

const prefix = "chatkeep-engine-";

/** Starts an engine and gives it the images that the first one has. */
export async function startSecondEngine(images: readonly string[]): Promise<SecondEngine> {
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const engine = { folder, address: `unix://${join(folder, "docker.sock")}` };
  await startDaemon(engine);
  await copyImages(images, engine);
  return engine;
}

/** Ends the engine, as a shut-down of its machine does, and starts it again. */
export async function restartEngine(engine: SecondEngine): Promise<void> {
  await stopDaemon(engine.folder);
  await startDaemon(engine);
}

/** Ends the engine, and the sshd that leads to it, and removes its disk. */
export async function removeEngine({ folder }: Pick<SecondEngine, "folder">): Promise<void> {
  await endProcess(folder, "sshd.pid");
  await stopDaemon(folder);
  await unmountBelow(folder);
  await rm(folder, { recursive: true, force: true });
}

/** Removes the engines of test runs that were killed. */
export async function sweepEngines(): Promise<readonly string[]> {
  const folders = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  const owners = folders.map((name) => Number(name.slice(prefix.length).split("-")[0]));
  const alive = await Promise.all(owners.map((pid) => machineProcesses.isAlive(pid)));
  const dead = folders.filter((_, index) => !alive[index]);
  for (const name of dead) await removeEngine({ folder: join(tmpdir(), name) });
  return dead;
}

/** A network namespace of its own, because two engines in one would each rewrite the other's packet filter. */
async function startDaemon({ folder, address }: SecondEngine): Promise<void> {
  const places = { "data-root": "data", "exec-root": "exec", pidfile: "docker.pid" };
  const options = Object.entries(places).map(([option, name]) => `--${option}=${join(folder, name)}`);
  const script = 'ip link set lo up && exec dockerd "$@"';
  const log = await open(join(folder, "log"), "a");
  const words = ["--net", "sh", "-c", script, "dockerd", ...options, `--host=${address}`];
  spawn("unshare", words, { detached: true, stdio: ["ignore", log.fd, log.fd] }).unref();
  await log.close();
  const engine = engineOf({ dockerHost: address });
  await untilTrue(`answer of the engine in ${folder} (its log is there)`, () =>
    engine.ping().then(Boolean, () => false),
  );
}

function stopDaemon(folder: string): Promise<void> {
  return endProcess(folder, "docker.pid");
}

/** Ends the process a file names, if it still is the one that was started with this folder. */
async function endProcess(folder: string, pidFile: string): Promise<void> {
  const pid = Number(await readFile(join(folder, pidFile), "utf8").catch(() => "0"));
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  if (pid === 0 || !command.includes(folder)) return;
  machineProcesses.end(pid, false);
  const isGone = async () => !(await machineProcesses.isAlive(pid));
  await untilTrue(`end of ${command.split("\0")[0]} in ${folder}`, isGone, { seconds: 90 });
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

async function unmountBelow(folder: string): Promise<void> {
  const mounts = (await readFile("/proc/mounts", "utf8")).split("\n").map((line) => line.split(" ")[1] ?? "");
  const below = mounts.filter((path) => path.startsWith(`${folder}/`));
  for (const path of below.reverse()) await execa("umount", ["--lazy", path], { reject: false });
}
