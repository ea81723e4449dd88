import { forbidCoreFiles } from "../io/machine/core-files.ts";

/** Before a command holds a secret: a crash of this process must not leave its memory on a disk. Only Linux has a way to. */
export async function guardMemory(): Promise<void> {
  await forbidCoreFiles();
}
