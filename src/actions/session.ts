import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { SettingsError } from "../errors.ts";
import { type Clock, systemClock } from "../io/machine/clock.ts";
import { disk, type Files } from "../io/machine/files.ts";
import { earlierPathsOf, pathsOf, type StackPaths } from "../io/machine/paths.ts";
import { machineProcesses, type Processes } from "../io/machine/processes.ts";
import { userAtMachine } from "../io/machine/user.ts";
import type { Terminal } from "./terminal.ts";

/** One run of one command on one stack, and the world it runs in. */
export interface Session {
  readonly stack: string;
  readonly command: string;
  /** The mark of this run. */
  readonly run: string;
  readonly paths: StackPaths;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly host: string;
  /** The user and the machine, for the journal. */
  readonly who: string;
  readonly files: Files;
  readonly clock: Clock;
  readonly processes: Processes;
  readonly terminal: Terminal;
}

/** What every command on a stack is told. */
export interface StackOptions {
  readonly stack: string;
  readonly json: boolean;
}

/** Begins a command: nothing is touched yet. */
export function sessionFor(command: string, stack: string, terminal: Terminal): Session {
  checkStackName(stack);
  return {
    stack,
    command,
    run: randomUUID(),
    paths: standingPaths(stack, process.env),
    environment: process.env,
    host: hostname(),
    who: userAtMachine(),
    files: disk,
    clock: systemClock,
    processes: machineProcesses,
    terminal,
  };
}

/** Where a stack's state lies: at its place, or still where it was at first. */
function standingPaths(stack: string, environment: Session["environment"]): StackPaths {
  const [now, then] = [pathsOf(stack, environment), earlierPathsOf(stack, environment)];
  return !existsSync(now.stateFolder) && existsSync(then.checkpoint) ? then : now;
}

/** The name becomes part of the names of containers, volumes and folders. */
function checkStackName(name: string): void {
  if (/^[a-z][a-z0-9-]{0,31}$/.test(name)) return;
  const write = "Use lower-case letters, digits and hyphens. Begin with a letter, and use at most 32 characters.";
  throw new SettingsError([
    { file: null, line: null, key: "--stack", found: `\`${name}\` is not a valid stack name`, write },
  ]);
}

/** The words that repeat a command for this stack: without the name where it is the usual one. */
export function onThisStack(words: string, stack: string): string {
  return stack === "local" ? `npx chatkeep ${words}` : `npx chatkeep ${words} --stack ${stack}`;
}
