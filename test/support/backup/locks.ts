import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { printedIn } from "../stack/engine.ts";
import type { StackRecord } from "../stack/stack.ts";

/** A stack whose archives are in a folder. */
type BackedUp = StackRecord & { readonly repository: string };

/** The machine is gone while it checks its repository: that stays locked for all others. */
export async function leaveLocked(stack: BackedUp): Promise<void> {
  const check = `bash ./restic.sh check > /dev/null 2>&1 &
    until [ -n "$(ls /repository/locks)" ]; do sleep 0.02; done
    kill -KILL $!`;
  await printedIn(stack, "backup", "bash", "-c", check);
  const { length } = await readdir(join(stack.repository, "locks"));
  if (length !== 1) throw new Error(`There are ${length} locks.`);
}

/** As a backup does once the lock is half an hour old. */
export async function removeLock({ repository }: BackedUp): Promise<void> {
  const locks = join(repository, "locks");
  for (const name of await readdir(locks)) await rm(join(locks, name));
}
