import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runCommand } from "../run-command.mjs";
import { SetupError } from "../setup-error.mjs";
import { standardSocket } from "./addresses.mjs";
import { chooseStart } from "./choose.mjs";
import { ping } from "./ping.mjs";

const ANSWERS_WITHIN = 60_000;
const ASK_EVERY = 200;
const LAST_LOG = 1_500;

/** Starts the installed engine and waits until it answers. */
export async function startEngine(places, report) {
  const systemd = existsSync("/run/systemd/system"); // sd_booted(3)
  const way = chooseStart({ systemd });
  const log = join(places.cache, "dockerd.log");
  report.tell(way === "systemd" ? "engine: starting it with systemctl" : `engine: starting dockerd; its log is ${log}`);
  const engine = way === "systemd" ? await startService() : await startProcess(log);
  const progress = report.progress("waiting for the engine's first answer");
  await waitForAnswer(engine, log).finally(progress.stop);
}

async function startService() {
  await runCommand("systemctl", ["enable", "--now", "docker"]);
  return { ended: () => false };
}

/** The engine outlives this process: a session of its own, and a log file for its output. */
async function startProcess(log) {
  await mkdir(join(log, ".."), { recursive: true });
  const file = await open(log, "a");
  const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
  const child = spawn("dockerd", [], { detached: true, cwd: "/", env, stdio: ["ignore", file.fd, file.fd] });
  let over = false;
  child.once("exit", () => {
    over = true;
  });
  child.once("error", () => {
    over = true;
  });
  child.unref();
  await file.close();
  return { ended: () => over };
}

async function waitForAnswer(engine, log) {
  for (const began = Date.now(); (await ping({ socketPath: standardSocket })) !== "answers"; await pause(ASK_EVERY)) {
    if (engine.ended() || Date.now() - began > ANSWERS_WITHIN) throw await didNotStart(log);
  }
}

async function didNotStart(log) {
  const text = await readFile(log, "utf8").catch(() => "");
  return new SetupError("the Docker engine was started but does not answer.", [
    text === "" ? "Read: journalctl -u docker -n 50" : `The end of ${log}:\n${text.slice(-LAST_LOG)}`,
  ]);
}
