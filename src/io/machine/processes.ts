import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";

/** Processes of this machine, by the `/proc` of proc(5); where there is none, only whether one is alive can be told. */
export interface Processes {
  isAlive(pid: number): Promise<boolean>;
  /** When a process was started, in the kernel's own count: tells it from a later one with the same number. null when it is gone. */
  startedAt(pid: number): Promise<string | null>;
  /** The name of the program a process runs; null when it is gone. */
  programOf(pid: number): Promise<string | null>;
  /** Every process whose environment carries that run's mark. */
  ofRun(run: string): Promise<readonly RunProcess[]>;
  /** Asks a process to end; `force` does not ask. */
  end(pid: number, force: boolean): void;
}

/** A process that a run left behind. */
export interface RunProcess {
  readonly pid: number;
  readonly program: string;
}

/** The variable that marks all processes of one run. */
export const runVariable = "CHATKEEP_RUN";

/** The machine's processes. */
export const machineProcesses: Processes = {
  isAlive: async (pid) => signalReaches(pid) && !(await isZombie(pid)),
  startedAt: async (pid) => (await statFields(pid))?.[19] ?? null,
  programOf: async (pid) => programOf(pid),
  ofRun: async (run) => {
    const pids = (await readdir("/proc").catch(() => [])).map(Number).filter(Number.isInteger);
    const found = await Promise.all(pids.map(async (pid) => ((await carries(pid, run)) ? [await named(pid)] : [])));
    return found.flat();
  },
  end: (pid, force) => {
    if (signalReaches(pid)) process.kill(pid, force ? "SIGKILL" : "SIGTERM");
  },
};

/** Whether there is such a process, a zombie too. Signal 0 only asks (kill(2)); EPERM means that the process exists and belongs to another user. */
export function signalReaches(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function isZombie(pid: number): Promise<boolean> {
  return (await statFields(pid))?.[0] === "Z";
}

/** The fields of /proc/PID/stat from the third (state) on; the second, the name, may itself hold spaces (proc_pid_stat(5)). */
async function statFields(pid: number): Promise<readonly string[] | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return stat === null ? null : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

async function carries(pid: number, run: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
  return pid !== process.pid && environment.split("\0").includes(`${runVariable}=${run}`);
}

async function named(pid: number): Promise<RunProcess> {
  return { pid, program: (await programOf(pid)) ?? "" };
}

async function programOf(pid: number): Promise<string | null> {
  const args = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  return args === null ? null : basename(args.split("\0")[0] ?? "");
}
