import { cp, rm } from "node:fs/promises";
import { earlierPathsOf } from "../../../src/io/machine/paths.ts";
import { pathsFor } from "../leaks/secrets.ts";
import { makeFolder } from "../own-folder.ts";
import { environmentOf, type Home } from "./command-line.ts";

/** A copy of a stack's state on what stands for another machine: what befalls it does not befall the stack. */
export async function copyState<Stack extends Home>(original: Stack): Promise<Stack> {
  const home = { ...original, stateHome: await makeFolder("state") };
  await cp(pathsFor(original).stateFolder, pathsFor(home).stateFolder, { recursive: true });
  return home;
}

/** The same, as the first version kept it. */
export async function copyEarlierState<Stack extends Home>(original: Stack): Promise<Stack> {
  const home = { ...original, stateHome: await makeFolder("state") };
  const [now, then] = [pathsFor(original), earlierPathsOf(home.name, environmentOf(home))];
  await cp(now.backend, then.backend, { recursive: true });
  await cp(now.stateFolder, then.stateFolder, { recursive: true, filter: (path) => path !== now.backend });
  return home;
}

/** Removes a copy. */
export async function removeCopy({ stateHome }: Home): Promise<void> {
  await rm(stateHome, { recursive: true, force: true });
}
