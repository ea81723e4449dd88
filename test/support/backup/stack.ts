import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFromEngine } from "../../../src/io/docker/stack-removal.ts";
import { stackFilePath } from "../../../src/io/machine/program-files.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { engineOf } from "../stack/engine.ts";
import { bootStack, type StackRecord, testSettings } from "../stack/stack.ts";
import type { TestSettings } from "../stack/stack-file.ts";
import { forgetStack } from "../stack/sweep.ts";

/** A stack that keeps its backups in a folder of this machine. */
export interface StackWithBackups extends StackRecord {
  readonly repository: string;
  remove(): Promise<void>;
}

/** People sign in one after the other here, and all from one address: more sign-ins in a minute than a team makes in a day. */
const signInsLifted = { rc_login: { address: { per_second: 100, burst_count: 1_000 } } };

/** Boots such a stack. What makes its backups runs as Synapse's user, to whom the folder belongs. */
export async function bootWithBackups(settings: TestSettings = {}): Promise<StackWithBackups> {
  const repository = await mkdtemp(join(tmpdir(), "chatkeep-repository-"));
  await chown(repository, 991, 991);
  const backup = { repository };
  const own = { ...(await testSettings()), homeserver: signInsLifted, backup, ...settings };
  const stack = await bootStack(own);
  return { ...stack, repository, remove: () => removeAll(stack, repository) };
}

async function removeAll(stack: StackRecord, repository: string): Promise<void> {
  await removeFromEngine(engineOf(stack), stack.name);
  await forgetStack(stack);
  await rm(repository, { recursive: true, force: true });
}

/** Makes an archive now. */
export async function makeBackup(stack: StackRecord): Promise<void> {
  const { execIn } = await import("../../../src/io/docker/container-exec.ts");
  const ended = await execIn(engineOf(stack), nameOf(stack.name, "backup"), ["bash", "./run.sh"]);
  if (ended.exitCode !== 0) throw new Error(`The backup ended with ${ended.exitCode}:\n${ended.stderr}`);
}

/** The machine is gone: all of the stack on the engine with its data, the checkout's settings, and the state folder. */
export async function emptyEngine(stack: StackRecord): Promise<void> {
  await removeFromEngine(engineOf(stack), stack.name);
  await rm(stackFilePath(stack.name));
  await rm(stack.stateHome, { recursive: true });
}
