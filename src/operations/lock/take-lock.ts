import { Refusal } from "../../errors.ts";
import type { Clock } from "../../io/machine/clock.ts";
import type { Files } from "../../io/machine/files.ts";
import type { StackPaths } from "../../io/machine/paths.ts";
import type { Processes, RunProcess } from "../../io/machine/processes.ts";
import { judgeRun, parseRunRecord, type RunRecord } from "./run-record.ts";

/** What waiting for one's turn needs of the world. */
export interface LockWorld {
  readonly files: Files;
  readonly processes: Processes;
  readonly clock: Clock;
  readonly host: string;
  readonly pid: number;
  /** Tells what is being waited for. */
  readonly say: (text: string) => void;
}

/** The right to change a stack, until it is given back. */
export interface Turn {
  /** What killed runs left running: none of it is a Pulumi at work. */
  readonly orphans: readonly RunProcess[];
  end(): Promise<void>;
}

const glanceMilliseconds = 300;

/** Waits for the stack's lock: a live run is never disturbed, a dead run's lock is taken over. */
export async function takeLock(world: LockWorld, paths: StackPaths, run: string, command: string): Promise<Turn> {
  let earlier: readonly string[] = [];
  for (;;) {
    const record = await newRecord(world, run, command, earlier);
    if (await world.files.claim(paths.running, `${JSON.stringify(record)}\n`)) break;
    earlier = [...earlier, ...(await observeHolder(world, paths))];
  }
  const orphans = await Promise.all(earlier.map((each) => world.processes.ofRun(each)));
  return { orphans: orphans.flat(), end: () => world.files.remove(paths.running) };
}

async function newRecord(
  { processes, pid, host }: LockWorld,
  run: string,
  command: string,
  earlier: readonly string[],
) {
  return {
    version: 1,
    run,
    command,
    pid,
    startedAt: await processes.startedAt(pid),
    host,
    earlier,
  } satisfies RunRecord;
}

/** Waits a moment for a live run; moves a dead run's record aside and returns the runs that it names. */
async function observeHolder(world: LockWorld, paths: StackPaths): Promise<readonly string[]> {
  const text = await world.files.read(paths.running);
  if (text === null) return [];
  const record = parseRunRecord(text);
  const judgement = record === null ? "dead" : judgeRun(record, await factsOf(world, record));
  switch (judgement) {
    case "live":
    case "finishing":
      world.say(`waiting for \`chatkeep ${record?.command}\` (process ${record?.pid}), which is running on this stack`);
      await world.clock.pause(glanceMilliseconds);
      return [];
    case "elsewhere":
      throw heldElsewhere(paths, record?.host ?? "another machine");
    case "dead":
      return (await putAside(world, paths, text)) ? [record?.run ?? "", ...(record?.earlier ?? [])] : [];
    default:
      return judgement satisfies never;
  }
}

async function factsOf({ processes, host }: LockWorld, { pid, run }: RunRecord) {
  const left = await processes.ofRun(run);
  return {
    host,
    alive: await processes.isAlive(pid),
    startedAt: await processes.startedAt(pid),
    pulumiAtWork: left.some(({ program }) => program === "pulumi"),
  };
}

/** Moves a dead record away; what was moved may be a new one by now, and then it goes back. */
async function putAside({ files, pid }: LockWorld, paths: StackPaths, text: string): Promise<boolean> {
  const aside = `${paths.running}.${pid}`;
  if (!(await files.rename(paths.running, aside))) return false;
  const isTheDeadOne = (await files.read(aside)) === text;
  if (isTheDeadOne) await files.remove(aside);
  else await files.rename(aside, paths.running);
  return isTheDeadOne;
}

function heldElsewhere(paths: StackPaths, host: string): Refusal {
  return new Refusal(`${paths.running} says that ${host} is changing the stack`, {
    next: "Wait until that command ends. If you are certain that nothing is running there, delete the file.",
  });
}
