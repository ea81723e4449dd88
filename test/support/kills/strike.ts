import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { pathsOf, type StackPaths } from "../../../src/io/machine/paths.ts";
import { machineProcesses } from "../../../src/io/machine/processes.ts";
import { until, untilTrue } from "../../../src/io/machine/until.ts";
import { parseRunRecord } from "../../../src/operations/lock/run-record.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { environmentOf, type Home, type StartOptions, startChatkeep } from "../stack/command-line.ts";
import { type Blow, describeWhen, type StopPoint, stopPointOf } from "./moments.ts";
import { openOperations, type WatchedWhen, watchScene } from "./scene.ts";
import type { SlowEngine } from "./slow-engine.ts";

/** What a blow met. */
export interface Struck {
  /** The mark that the processes of the killed run carry. */
  readonly run: string;
  /** Where it fell, and what Pulumi's checkpoint says was under way. */
  readonly step: string;
}

/** A run of the command line that is to be killed. */
interface Victim {
  readonly child: ChildProcess;
  readonly pid: number;
  /** What it said, to find out why the moment never came. */
  readonly said: () => string;
}

const stopper = fileURLToPath(new URL("./stop-at.ts", import.meta.url));
const glanceMilliseconds = 2;

/** Where this machine keeps what belongs to a stack of a test. */
export function pathsFor(home: Home): StackPaths {
  return pathsOf(home.name, { ...process.env, ...environmentOf(home) });
}

/** Runs `up` and kills it at the moment; fails when the run ends without having come there. */
export function strike(home: Home, { victim, when }: Blow): Promise<Struck> {
  const point = stopPointOf(when);
  const follow = async (killed: Victim) => {
    if (point !== null) await untilStopped(killed);
    else if ("thing" in when && when.at !== "requested") await followTo(home, when, killed);
    else throw new Error("Only who holds the request knows when it is under way.");
  };
  return strikeAfter(home, victim, describeWhen(when), startUp(home, point), follow);
}

/** Runs `up` and kills it while it makes a thing: the engine gets the request only after the blow. */
export async function strikeRequest(home: Home, engine: SlowEngine, { victim, when }: Blow): Promise<Struck> {
  if (when.at !== "requested") return strike(home, { victim, when });
  engine.hold(`POST /${when.thing}s/create`, when.role === "" ? "" : `name=${nameOf(home.name, when.role)}`);
  const follow = (killed: Victim) => whileItRuns(killed, "request", async () => engine.isHeld(), glanceMilliseconds);
  return strikeAfter(home, victim, describeWhen(when), startUp(home, null), follow);
}

/** Runs `up`, holds it where it stops itself, lets something happen there, and gives how it ended. */
export async function upWith(home: Home, point: StopPoint, happen: () => Promise<void>): Promise<number | null> {
  const held = startUp(home, point);
  try {
    await untilStopped(held);
    await happen();
    const ended = once(held.child, "exit");
    held.child.kill("SIGCONT");
    await ended;
    if (held.child.exitCode !== 0) console.log(held.said());
    return held.child.exitCode;
  } finally {
    held.child.kill("SIGKILL");
  }
}

/** Runs a command until it stops itself; null where it ended before. */
export async function startAndStop(
  home: Home,
  words: readonly string[],
  point: StopPoint,
): Promise<ChildProcess | null> {
  const child = startChatkeep(home, words, stoppingAt(point));
  const observe = async () => {
    if (child.exitCode !== null) return { stopped: null };
    return (await stateOf(child.pid ?? 0).catch(() => "")) === "T" ? { stopped: child } : null;
  };
  return (await until("end or stop of the command", observe, { seconds: 120, everyMilliseconds: 10 })).stopped;
}

async function strikeAfter(
  home: Home,
  victim: Blow["victim"],
  moment: string,
  killed: Victim,
  follow: (killed: Victim) => Promise<void>,
): Promise<Struck> {
  try {
    await follow(killed);
    const run = await runOf(home);
    await kill(killed, run, victim);
    const open = await openOperations(pathsFor(home));
    return { run, step: `${moment}; open in the checkpoint: ${open.join(", ") || "nothing"}` };
  } catch (error) {
    throw new Error(`The moment never came: ${moment}. ${error}\n${killed.said()}`, { cause: error });
  } finally {
    killed.child.kill("SIGKILL");
  }
}

function startUp(home: Home, point: StopPoint | null): Victim {
  const child = startChatkeep(home, ["up", "--yes"], point === null ? {} : stoppingAt(point));
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text) => {
      said += text;
    });
  return { child, pid: child.pid ?? 0, said: () => said };
}

function stoppingAt(point: StopPoint): StartOptions {
  return { nodeArguments: ["--import", stopper], environment: { CHATKEEP_TEST_STOP: JSON.stringify(point) } };
}

/** T is a process stopped by a signal (proc_pid_stat(5)). */
async function untilStopped(killed: Victim): Promise<void> {
  await whileItRuns(killed, "process that stopped itself", async () => (await stateOf(killed.pid)) === "T", 10);
}

async function stateOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2)[0] ?? "";
}

/**
 * Lets the Pulumi that applies run in slow motion: it sleeps while it is looked at, and so cannot be past the moment
 * when the blow falls. Its provider and the engine go on meanwhile, as they do.
 */
async function followTo(home: Home, when: WatchedWhen, killed: Victim): Promise<void> {
  const scene = watchScene(home, pathsFor(home));
  await whileItRuns(killed, "Pulumi that applies", scene.isApplying, glanceMilliseconds);
  const pulumi = await pulumiOf(await runOf(home));
  for (;;) {
    process.kill(pulumi, "SIGSTOP");
    if (await scene.isAt(when)) return;
    process.kill(pulumi, "SIGCONT");
    await pause(glanceMilliseconds);
    failIfEnded(killed);
  }
}

async function whileItRuns(killed: Victim, awaited: string, ask: () => Promise<boolean>, everyMilliseconds: number) {
  const observe = () => {
    failIfEnded(killed);
    return ask();
  };
  await untilTrue(awaited, observe, { seconds: 120, everyMilliseconds });
}

function failIfEnded({ child }: Victim): void {
  if (child.exitCode !== null) throw new Error(`\`up\` ended before, with ${child.exitCode}.`);
}

async function pulumiOf(run: string): Promise<number> {
  const found = (await machineProcesses.ofRun(run)).find(({ program }) => program === "pulumi");
  if (found === undefined) throw new Error("Pulumi has ended.");
  return found.pid;
}

async function runOf(home: Home): Promise<string> {
  const record = parseRunRecord(await readFile(pathsFor(home).running, "utf8"));
  if (record === null) throw new Error("running.json names no run.");
  return record.run;
}

/** Anyone who is not killed goes on. */
async function kill({ child }: Victim, run: string, victim: Blow["victim"]): Promise<void> {
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  if (victim === "group") await killAll(run);
  for (const { pid } of await machineProcesses.ofRun(run)) process.kill(pid, "SIGCONT");
  await ended;
}

/** Pulumi first, so that it writes nothing down about the death of the others. */
async function killAll(run: string): Promise<void> {
  for (;;) {
    const left = await machineProcesses.ofRun(run);
    if (left.length === 0) return;
    const pulumiFirst = [...left].sort((one) => (one.program === "pulumi" ? -1 : 1));
    for (const { pid } of pulumiFirst) machineProcesses.end(pid, true);
  }
}
