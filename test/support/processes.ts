import { readdir, readFile } from "node:fs/promises";

/** A process of this machine. */
export interface MachineProcess {
  readonly pid: number;
  readonly parent: number;
  /** Its words, as one text. */
  readonly command: string;
}

/** Every process of this machine, those in containers too (proc_pid_stat(5): the parent is the fourth field). */
export async function listProcesses(): Promise<readonly MachineProcess[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  return await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
      const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? 0);
      return { pid, parent, command: words.replaceAll("\0", " ") };
    }),
  );
}
