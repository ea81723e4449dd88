import { createHash } from "node:crypto";
import type { Processes } from "./processes.ts";

/** A process of some machine. */
export interface ProcessOwner {
  readonly host: string;
  readonly pid: number;
  /** When it was started, as the kernel counts; null where the machine does not tell. */
  readonly startedAt: string | null;
}

/** Where processes are looked for: a machine by its name, and what runs there. */
export interface ProcessMachine {
  readonly host: string;
  readonly processes: Processes;
}

/** Text that names a process, so that it can be told from the mark alone whether it is gone. */
export function processMark({ host, pid, startedAt }: ProcessOwner): string {
  return [markOf(host), pid.toString(36), startPart(startedAt)].join("-");
}

/** The mark of the process that runs this. */
export async function ownMark({ host, processes }: ProcessMachine): Promise<string> {
  const { pid } = process;
  return processMark({ host, pid, startedAt: await processes.startedAt(pid) });
}

/** Whether the process of a mark ran on this machine and is gone. Those of other machines are not ours to judge. */
export async function isGone(mark: string, { host, processes }: ProcessMachine): Promise<boolean> {
  const [, hostMark, pid36 = "", start] = /^([0-9a-f]{4})-([0-9a-z]+)-([0-9a-z]+)$/.exec(mark) ?? [];
  if (hostMark !== markOf(host)) return false;
  const pid = Number.parseInt(pid36, 36);
  return !(await processes.isAlive(pid)) || startPart(await processes.startedAt(pid)) !== start;
}

function markOf(host: string): string {
  return createHash("sha256").update(host).digest("hex").slice(0, 4);
}

function startPart(startedAt: string | null): string {
  return startedAt === null ? "0" : Number(startedAt).toString(36);
}
