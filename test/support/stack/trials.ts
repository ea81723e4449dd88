import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { stacksOn } from "../../../src/io/docker/stack-removal.ts";
import { throwawayKind } from "../../../src/io/machine/throwaway-names.ts";
import type { TrialCheck } from "../../../src/operations/try/check.ts";
import { makeFolder } from "../own-folder.ts";
import { type Outcome, program, runProgram } from "./command-line.ts";
import { engineOf } from "./engine.ts";

/** A folder for state and settings files of trials, until it is disposed of. */
export interface TrialFolder extends AsyncDisposable {
  readonly stateHome: string;
  /** Writes a stack file with these lines below `config:` and gives its path. */
  write(lines: string): Promise<string>;
}

/** What `try --json` prints. */
export interface PrintedTrial {
  readonly stack: string;
  readonly url: string | null;
  readonly passed: boolean;
  readonly checks: readonly TrialCheck[];
  readonly seconds: { readonly serving: number | null; readonly checks: number; readonly removal: number };
}

/** Makes a new folder for trials. */
export async function trialFolder(): Promise<TrialFolder> {
  const stateHome = await makeFolder("trials");
  let count = 0;
  return {
    stateHome,
    write: async (lines) => {
      const path = join(stateHome, `settings-${count++}.yaml`);
      await writeFile(path, ["config:", ...lines.split("\n").map((line) => `  ${line}`), ""].join("\n"));
      return path;
    },
    [Symbol.asyncDispose]: () => rm(stateHome, { recursive: true, force: true }),
  };
}

/** Runs `chatkeep try`. */
export function runTry({ stateHome }: TrialFolder, ...words: readonly string[]): Promise<Outcome> {
  return runProgram(process.execPath, [program, "try", ...words], { XDG_STATE_HOME: stateHome });
}

/** Reads what `try --json` printed; fails with all it said where that is no trial. */
export function readTrial({ stdout, stderr, exitCode }: Outcome): PrintedTrial {
  if (!stdout.startsWith("{")) throw new Error(`\`try\` ended with ${exitCode} and printed no trial:\n${stderr}`);
  return JSON.parse(stdout);
}

/** A `chatkeep try` that was begun. */
export interface BegunTrial {
  /** Sends it a signal. */
  signal(name: NodeJS.Signals): void;
  /** Once it is over: its exit code, or null where a signal ended it. */
  readonly ended: Promise<{ readonly exitCode: number | null; readonly stderr: string }>;
}

/** Begins a `chatkeep try` and goes on. */
export function beginTry({ stateHome }: TrialFolder, ...words: readonly string[]): BegunTrial {
  const env = { ...process.env, XDG_STATE_HOME: stateHome };
  const child = spawn(process.execPath, [program, "try", ...words], { stdio: ["ignore", "ignore", "pipe"], env });
  const ended = Promise.all([once(child, "exit"), text(child.stderr)]);
  return {
    signal: (name) => void child.kill(name),
    ended: ended.then(([[code], stderr]) => ({ exitCode: code === null ? null : Number(code), stderr })),
  };
}

/** The throwaway stacks that the engine has something of. */
export async function throwawaysOnEngine(): Promise<readonly string[]> {
  return (await stacksOn(engineOf({ dockerHost: null }))).filter((name) => throwawayKind(name) !== null);
}
