import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { findProgram } from "../machine/find-program.mjs";
import { withLock } from "../machine/lock.mjs";
import { SetupError } from "../machine/setup-error.mjs";
import { engineAddresses, pingTarget, standardSocket } from "./addresses.mjs";
import { noEngine } from "./advice.mjs";
import { askYes } from "./ask.mjs";
import { chooseEngine, isDebianLike } from "./choose.mjs";
import { installEngine } from "./install.mjs";
import { ping } from "./ping.mjs";
import { startEngine } from "./start.mjs";

/** The address of an engine that answers; one is started or installed where that can be done here. */
export async function prepareEngine(places, { args, report }) {
  const found = await findEngine(process.env);
  if (found.address !== null) return found.address;
  const choice = chooseEngine({ ...(await describeMachine()), denied: found.denied });
  if (choice.kind === "stop") throw noEngine(choice);
  return withLock(join(places.cache, "engine.lock"), report.waiting("engine"), async () => {
    const meanwhile = await findEngine(process.env);
    if (meanwhile.address !== null) return meanwhile.address;
    if (choice.kind === "install") await installIfWanted(args, report);
    await startEngine(places, report);
    return (await findEngine(process.env)).address;
  });
}

/** The first address that answers, or that only the program itself can ask. */
export async function findEngine(environment) {
  let denied = false;
  for (const address of engineAddresses(environment)) {
    const target = pingTarget(address, environment);
    const answer = target === null ? "answers" : await ping(target);
    if (answer === "answers") return { address, denied };
    denied ||= answer === "denied" && address === `unix://${standardSocket}`;
  }
  return { address: null, denied };
}

async function installIfWanted(args, report) {
  report.tell("engine: no Docker engine on this machine");
  const hasTerminal = process.stdin.isTTY && process.stderr.isTTY && !args.includes("--yes");
  if (hasTerminal && !(await askYes("Install docker.io and iptables with apt-get?"))) {
    throw new SetupError("chatkeep needs a Docker engine.", [
      "Install one, or set DOCKER_HOST to an engine on another machine.",
    ]);
  }
  if (!hasTerminal) report.tell("engine: no terminal for a question; installing docker.io and iptables with apt-get");
  await installEngine(report);
}

async function describeMachine() {
  const osRelease = await readFile("/etc/os-release", "utf8").catch(() => "");
  return {
    dockerHost: process.env.DOCKER_HOST,
    platform: process.platform,
    debianLike: isDebianLike(osRelease),
    root: process.getuid?.() === 0,
    dockerd: findProgram("dockerd", `${process.env.PATH}:/usr/sbin:/sbin`) !== null,
  };
}
