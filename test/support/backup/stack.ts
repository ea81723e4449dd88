import { rm } from "node:fs/promises";
import { execIn } from "../../../src/io/docker/container-exec.ts";
import { removeFromEngine } from "../../../src/io/docker/stack-removal.ts";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { engineOf } from "../stack/engine.ts";
import type { StackRecord } from "../stack/stack.ts";

/** Makes an archive now, as the schedule does, and gives its id. */
export async function makeArchive(stack: StackRecord): Promise<string> {
  const ended = await execIn(engineOf(stack), nameOf(stack.name, "backup"), ["bash", "./run.sh"]);
  if (ended.exitCode !== 0) throw new Error(`The backup ended with ${ended.exitCode}:\n${ended.stderr}`);
  return String(JSON.parse(ended.stdout).archive);
}

/** The machine is gone: all of the stack on the engine with its data, the checkout's settings, and the state folder. */
export async function emptyEngine(stack: StackRecord): Promise<void> {
  await removeFromEngine(engineOf(stack), stack.name);
  await rm(stackFilePath(stack.name));
  await rm(stack.stateHome, { recursive: true });
}
