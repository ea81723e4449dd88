import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  endWithHost,
  locateRunner,
  type Program,
  programArguments,
  programEnvironment,
  startProgram,
} from "../language/program.ts";

/** The program of this checkout, as Pulumi.yaml has it: where it begins, and what Node is told. */
const folder = fileURLToPath(new URL("../../stacks/", import.meta.url));
const entryPoint = "main.mjs";
const nodeArguments = ["--import=./preload.mjs"];

/** One that was started and not asked for yet. */
let waiting: ChildProcess | null = null;

/** Starts the program before Pulumi asks for it: it loads what it is made of, and waits for the words to begin with. */
export function startWarm(): void {
  const loaded = [endWithHost, "./parts.ts", new URL("./wait-for-words.ts", import.meta.url).href];
  const words = [...nodeArguments, ...loaded.map((each) => `--import=${each}`), locateRunner(folder)];
  const child = spawn(process.execPath, words, {
    stdio: ["ignore", 2, 2, "ipc"],
    cwd: folder,
  });
  const kill = () => child.kill("SIGKILL");
  process.on("exit", kill);
  child.once("exit", () => {
    process.off("exit", kill);
    waiting = null;
  });
  waiting = child;
}

/** The program that waits, told what Pulumi asks for; where there is none, or another one is asked for, it is started as usual. */
export function takeWarm(program: Program): ChildProcess {
  const child = waiting;
  waiting = null;
  if (child === null || !isWarm(program)) {
    child?.kill("SIGKILL");
    return startProgram(program);
  }
  child.send({ words: programArguments(program), environment: programEnvironment(program) });
  return child;
}

function isWarm({ programDirectory, entryPoint: asked, nodeArguments: given }: Program): boolean {
  return join(programDirectory, asked) === join(folder, entryPoint) && given.join(" ") === nodeArguments.join(" ");
}
