import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import type { SearchedPlace } from "./place.ts";

/** One variable, or the command line, of a process. */
export interface ProcessPlace extends SearchedPlace {
  readonly pid: number;
  readonly commandLine: readonly string[];
  /** null for the command line. */
  readonly variable: string | null;
}

/**
 * Command line and environment of every process of this machine whose `/proc` we may read (proc(5)): ours, Pulumi's and its
 * plugins' whatever they are called, and to root those of all others.
 */
export async function hostProcesses(): Promise<readonly ProcessPlace[]> {
  return (await Promise.all((await pidsHere()).map(placesOf))).flat();
}

/** The same of those alone that were not there with this command line at the last observation, which `known` keeps: a look takes milliseconds. */
export async function newHostProcesses(known: Map<number, string>): Promise<readonly ProcessPlace[]> {
  const pids = await pidsHere();
  const lines = pids.map(commandLineNow);
  const changed = pids.filter((pid, index) => known.get(pid) !== lines[index]);
  known.clear();
  for (const [index, pid] of pids.entries()) known.set(pid, lines[index] ?? "");
  return (await Promise.all(changed.map(placesOf))).flat();
}

async function pidsHere(): Promise<readonly number[]> {
  return (await readdir("/proc").catch(() => [])).map(Number).filter(Number.isInteger);
}

/**
 * The documented exception: Pulumi hands a stack's settings, decrypted, to the Node process that runs the program, in this
 * one variable (pulumi/sdk/nodejs/cmd/run). That process ends with the run.
 */
export function isPulumiProgramsSettings({ commandLine, variable }: ProcessPlace): boolean {
  const runner = /\/@pulumi\/pulumi\/cmd\/run(\/index\.js)?$/;
  return variable === "PULUMI_CONFIG" && commandLine.some((word) => runner.test(word));
}

async function placesOf(pid: number): Promise<readonly ProcessPlace[]> {
  const [comm, cmdline, environ] = await Promise.all(["comm", "cmdline", "environ"].map((name) => read(pid, name)));
  const commandLine = (cmdline ?? "").split("\0");
  const process = `process ${pid} (${comm?.trim() ?? ""})`;
  const place = (where: string, text: string, variable: string | null) => ({
    where: `${where} of ${process}`,
    text,
    pid,
    commandLine,
    variable,
  });
  const variables = (environ ?? "").split("\0").filter((entry) => entry !== "");
  return [
    place("the command line", cmdline ?? "", null),
    ...variables.map((entry) => place(`the variable ${shownName(entry)}`, entry, entry.split("=")[0] ?? "")),
  ];
}

/** A name that could be a secret itself is not shown. */
function shownName(entry: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]{0,31}(?==)/.exec(entry)?.[0] ?? "without a plain name";
}

/** One after the other without waiting: the kernel has it in memory, and a promise for each process would cost ten times as much. */
function commandLineNow(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "latin1");
  } catch {
    return ""; // it has ended, or is another user's
  }
}

/** null when the process has ended or belongs to another user. */
async function read(pid: number, name: string): Promise<string | null> {
  return readFile(`/proc/${pid}/${name}`, "latin1").catch(() => null);
}
