import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { Place } from "./engine.ts";

/** The command line of this checkout. */
export const program = fileURLToPath(new URL("../../../src/cli.ts", import.meta.url));

/** How a command ended and what it printed. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/** A stack's place, and where this machine keeps what belongs to it. */
export interface Home extends Place {
  /** Its own XDG_STATE_HOME. */
  readonly stateHome: string;
  /** What else the command finds in its environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The command line of another checkout. */
  readonly program?: string;
  /** Whether what commands tell on the way is shown at once: building images takes minutes. */
  readonly isWatched?: boolean;
  /** A command that runs what follows it somewhere else, such as in another network. */
  readonly through?: readonly string[];
}

/** Runs `chatkeep` on a stack, under the Node that runs the tests; `input` is what is typed. */
export async function chatkeep(home: Home, words: readonly string[], input = ""): Promise<Outcome> {
  const isWatched = home.isWatched ?? false;
  const env = environmentOf(home);
  const command = [...(home.through ?? []), process.execPath, home.program ?? program, ...words, "--stack", home.name];
  return await runProgram(command[0] ?? "", command.slice(1), env, { input, isWatched });
}

/** What Node and the command find beside the usual. */
export interface StartOptions {
  readonly nodeArguments?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Starts `chatkeep` on a stack and does not wait for it. */
export function startChatkeep(home: Home, words: readonly string[], options: StartOptions = {}): ChildProcess {
  const { nodeArguments = [], environment = {} } = options;
  const env = { ...process.env, ...environmentOf(home), ...environment };
  const command = [...nodeArguments, program, ...words, "--stack", home.name];
  return spawn(process.execPath, command, { env, stdio: ["ignore", "pipe", "pipe"] });
}

/** Runs `chatkeep` and fails with all it said when it does not succeed. */
export async function chatkeepSucceeds(home: Home, words: readonly string[], input = ""): Promise<Outcome> {
  const outcome = await chatkeep(home, words, input);
  if (outcome.exitCode === 0) return outcome;
  throw new Error(`chatkeep ${words.join(" ")} ended with ${outcome.exitCode}:\n${outcome.stdout}\n${outcome.stderr}`);
}

/** What a program is given beside its words. */
export interface RunOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly isWatched?: boolean;
}

/** Runs any program and gives how it ended. */
export async function runProgram(
  file: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  { input = "", cwd = process.cwd(), isWatched = false }: RunOptions = {},
): Promise<Outcome> {
  const start = performance.now();
  const stderrTo = isWatched ? (["pipe", "inherit"] as const) : "pipe";
  const { exitCode, stdout, stderr } = await execa(file, words, { env, input, cwd, stderr: stderrTo, reject: false });
  return { exitCode: exitCode ?? -1, stdout, stderr, seconds: (performance.now() - start) / 1_000 };
}

/** What a command on this stack finds in its environment beside our own. */
export function environmentOf({ stateHome, dockerHost, environment }: Home): Readonly<Record<string, string>> {
  return { XDG_STATE_HOME: stateHome, ...(dockerHost === null ? {} : { DOCKER_HOST: dockerHost }), ...environment };
}
