import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** What processors did, in seconds, since whenever it was counted first. */
export interface ProcessorSeconds {
  /** For children of this process that have ended, and for theirs; null where /proc does not tell. */
  readonly children: number | null;
  /** For everything on this machine: containers are not children of this process. null where /proc does not tell. */
  readonly machine: number | null;
}

/** How many processors were busy, on average. */
export interface BusyCores {
  readonly own: number | null;
  readonly machine: number | null;
  /** How many there are. */
  readonly all: number;
}

/** The kernel counts in hundredths of a second for programs, whatever it does itself (proc(5), time(7), USER_HZ). */
const ticksPerSecond = 100;

/** What was counted until now. */
export function processorSeconds(): ProcessorSeconds {
  return { children: childSeconds(textOf("/proc/self/stat")), machine: machineSeconds(textOf("/proc/stat")) };
}

/** From `cutime` and `cstime`, the 16th and 17th field of /proc/PID/stat; the second is in parentheses, and may have anything in it. */
export function childSeconds(stat: string): number | null {
  const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return inSeconds([afterName[13], afterName[14]]);
}

/** From the first line of /proc/stat: user, nice, system, idle, iowait, irq and softirq; what guests had is in user and nice. */
export function machineSeconds(stat: string): number | null {
  const [user, nice, system, , , irq, softirq] = /^cpu +(.*)/.exec(stat)?.[1]?.split(" ") ?? [];
  return inSeconds([user, nice, system, irq, softirq]);
}

/** What so many seconds more mean for a time; `own` is what the children of one stage had, whoever else ended meanwhile. */
export function busyCores(own: number | null, machine: number | null, seconds: number): BusyCores {
  const share = (busy: number | null) => (busy === null ? null : busy / seconds);
  return { own: share(own), machine: share(machine), all: availableParallelism() };
}

function inSeconds(ticks: readonly (string | undefined)[]): number | null {
  const sum = ticks.reduce((total, each) => total + Number(each ?? Number.NaN), 0);
  return Number.isFinite(sum) ? sum / ticksPerSecond : null;
}

/** Empty where there is none, as on macOS. */
function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
