import { spawn } from "node:child_process";
import { once } from "node:events";
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { StackError } from "../../errors.ts";
import { readGrowingFile, wholeText } from "../machine/growing-file.ts";
import type { StackPaths } from "../machine/paths.ts";
import type { PulumiOutput } from "./output.ts";
import { ownNetworkCommand } from "./own-network.ts";

/** What one stack's Pulumi is run with. */
export interface PulumiOptions {
  readonly program: string;
  readonly stack: string;
  readonly paths: StackPaths;
  readonly environment: Readonly<Record<string, string>>;
}

/** What a long command is run with. */
export interface FollowOptions extends PulumiOptions {
  /** Words that go before the command's own: they run it in a place of its own, where its plugins need no other, and with ours beside it. */
  readonly apart: readonly string[];
}

/** How a run of Pulumi ended; `stderr` is what it said outside its events. */
export interface PulumiOutcome {
  readonly succeeded: boolean;
  /** Whether it was asked to stop, as by Ctrl-C. */
  readonly interrupted: boolean;
  readonly stderr: string;
}

const plain = ["--non-interactive", "--color", "never"] as const;

/** Runs a short command and gives what it prints. It listens too, and needs no network: so it always has one of its own where that can be. */
export async function askPulumi(args: readonly string[], options: PulumiOptions): Promise<string> {
  return ask(args, options, "ignore");
}

/**
 * The same, with a file as its stdin: so a secret goes in, never by argv or the environment, where others could read it. A
 * pipe would be empty if this process is killed, and Pulumi would store an empty secret.
 */
export async function tellPulumi(args: readonly string[], options: PulumiOptions, path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await ask(args, options, file.createReadStream()); // Node hands the child the file itself (child_process, "options.stdio")
  } finally {
    await file.close();
  }
}

async function ask(args: readonly string[], options: PulumiOptions, stdin: "ignore" | Readable): Promise<string> {
  const { execa } = await import("execa");
  const [program = options.program, ...rest] = [...(await ownNetworkCommand()), options.program, ...args, ...plain];
  const { stdout, stderr, exitCode } = await execa(program, rest, {
    cwd: options.paths.checkout,
    env: options.environment,
    extendEnv: false,
    stdin,
    reject: false,
    stripFinalNewline: false,
  });
  if (exitCode === 0) return stdout;
  throw new StackError(`\`pulumi ${args.join(" ")}\` failed: ${stderr.trim()}`, {
    next: `To run it yourself:  eval "$(npx chatkeep env --stack ${options.stack})"  and then this command.`,
  });
}

/** How often the events are read. */
const glanceMilliseconds = 80;

/**
 * Runs a long command in its own process group, its output in files: so neither Ctrl-C on our terminal nor our own death
 * takes it down in the middle of a change. A signal to us asks it to stop after the running steps, a second one ends it
 * (Pulumi's own reading of SIGINT).
 */
export async function followPulumi(
  args: readonly string[],
  options: FollowOptions,
  output: PulumiOutput,
  onLine: (line: string) => void,
): Promise<PulumiOutcome> {
  try {
    const ended = runDetached(args, options, output);
    await readUntil(ended, output.stdout, onLine);
    const { exitCode, interrupted } = await ended;
    return { succeeded: exitCode === 0, interrupted, stderr: (await wholeText(output.stderr)).trim() };
  } finally {
    await output.end();
  }
}

async function runDetached(
  args: readonly string[],
  options: FollowOptions,
  { stdout, stderr }: PulumiOutput,
): Promise<{ readonly exitCode: number; readonly interrupted: boolean }> {
  const [program = options.program, ...rest] = [...options.apart, options.program, ...args, ...plain];
  const child = spawn(program, rest, {
    cwd: options.paths.checkout,
    env: options.environment,
    stdio: ["ignore", stdout.fd, stderr.fd],
    detached: true,
  });
  let interrupted = false;
  const interrupt = () => {
    interrupted = child.kill("SIGINT");
  };
  for (const signal of interruptions) process.on(signal, interrupt);
  try {
    const [exitCode] = await once(child, "exit");
    return { exitCode: Number(exitCode ?? -1), interrupted };
  } finally {
    for (const signal of interruptions) process.off(signal, interrupt);
  }
}

const interruptions = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

async function readUntil(ended: Promise<unknown>, file: FileHandle, onLine: (line: string) => void): Promise<void> {
  const over = ended.then(() => true);
  const reader = readGrowingFile(file);
  while (!(await Promise.race([over, setTimeout(glanceMilliseconds, false)]))) await reader.readOn(onLine);
  await reader.readOn(onLine);
}
