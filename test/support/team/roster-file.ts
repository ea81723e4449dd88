import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { pathsOf } from "../../../src/io/machine/paths.ts";
import { packageFolder } from "../../../src/io/machine/program-files.ts";
import type { Json } from "../../../src/kinds/json.ts";
import type { Home } from "../stack/command-line.ts";

/** Writes a stack's roster, as a person would; the one before is gone. */
export async function writeRoster(stack: string, roster: Readonly<Record<string, Json>>): Promise<void> {
  await writeFile(rosterPath(stack), stringify(roster));
}

/** Removes it. */
export async function removeRoster(stack: string): Promise<void> {
  await rm(rosterPath(stack), { force: true });
}

/** Where a stack's roster is. */
export function rosterPath(stack: string): string {
  return join(packageFolder, "stacks", `team.${stack}.yaml`);
}

/** Removes a stack's roster and what is remembered of its members, so that the next test finds a server without a team. */
export async function forgetTeam({ name, stateHome }: Pick<Home, "name" | "stateHome">): Promise<void> {
  await removeRoster(name);
  await rm(pathsOf(name, { XDG_STATE_HOME: stateHome }).teamRecord, { force: true });
}
