import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, open, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runCommand } from "../machine/run-command.mjs";
import { SetupError } from "../machine/setup-error.mjs";
import { standardSocket } from "./addresses.mjs";
import { chooseStart } from "./choose.mjs";
import { ping } from "./ping.mjs";
import { removeStalePidFiles } from "./stale-pid-files.mjs";

const ANSWERS_WITHIN = 60_000;
/** Installing the package may start an engine too: ours then ends at once, and that one answers soon. */
const ANOTHER_ANSWERS_WITHIN = 5_000;
const ASK_EVERY = 200;
const LAST_LOG = 1_500;

/** Starts the installed engine and waits until it answers. */
export async function startEngine(places, report) {
  const way = chooseStart({ systemd: existsSync("/run/systemd/system") }); // sd_booted(3)
  const log = join(places.cache, "dockerd.log");
  report.tell(way === "systemd" ? "engine: starting it with systemctl" : `engine: starting dockerd; its log is ${log}`);
  const engine = way === "systemd" ? await startService() : await startProcess(log);
  const progress = report.progress("waiting for the engine's first answer");
  await waitForAnswer(engine).finally(progress.stop);
}

async function startService() {
  await runCommand("systemctl", ["enable", "--now", "docker"]);
  return { log: null, endedAt: () => null };
}

/** The engine outlives this process: a session of its own, and a log file for its output. */
async function startProcess(log) {
  await removeStalePidFiles();
  await mkdir(dirname(log), { recursive: true });
  const file = await open(log, "w");
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
  const child = spawn("dockerd", [], { detached: true, cwd: "/", env, stdio: ["ignore", file.fd, file.fd] });
  let endedAt = null;
  const remember = () => {
    endedAt = Date.now();
  };
  child.once("exit", remember).once("error", remember);
  child.unref();
  await file.close();
  return { log, endedAt: () => endedAt };
}

async function waitForAnswer(engine) {
  for (const began = Date.now(); (await ping({ socketPath: standardSocket })) !== "answers"; await pause(ASK_EVERY)) {
    const sinceEnd = Date.now() - (engine.endedAt() ?? Number.POSITIVE_INFINITY);
    if (sinceEnd > ANOTHER_ANSWERS_WITHIN || Date.now() - began > ANSWERS_WITHIN) throw await didNotStart(engine.log);
  }
}

async function didNotStart(log) {
  const text = log === null ? null : await readFile(log, "utf8").catch(() => "");
  return new SetupError("the Docker engine was started but does not answer.", [
    text === null ? "Read: journalctl -u docker -n 50" : `The end of ${log}:\n${text.slice(-LAST_LOG)}`,
  ]);
}
