import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { until } from "../../src/io/machine/until.ts";
import type { Sources } from "../support/stack/sources.ts";

/**
 * Environment variables that name the file by which one lane hands on what its main stack is made of: until then no image may be
 * there, and each lane would build them all.
 */
const variables = { to: "CHATKEEP_TEST_SOURCES_TO", from: "CHATKEEP_TEST_SOURCES_FROM" } as const;

/** Images may be built first, which takes a slow machine half an hour. */
const patience = { seconds: 3_600, everyMilliseconds: 250 };

/** What the lane that boots the main stack is given for this file, and what the other one is. */
export function handingOver(file: string) {
  return { booting: { [variables.to]: file }, waiting: { [variables.from]: file } } as const;
}

/** Which of them this lane was given; null is what a lane is given that runs alone. */
export function laneVariables(environment: NodeJS.ProcessEnv) {
  return { sourcesTo: environment[variables.to] ?? null, sourcesFrom: environment[variables.from] ?? null };
}

/** Hands on what the main stack is made of, or that it did not come up. */
export async function tellOtherLane(file: string, booting: Promise<Sources>): Promise<void> {
  const sources = await booting.catch(() => null);
  await writeFile(`${file}.new`, JSON.stringify({ sources }));
  await rename(`${file}.new`, file);
}

/** For the end of the lane that boots the main stack: anyone who still waits is told that nothing comes, such as after a crash. */
export async function endHandingOver(file: string): Promise<void> {
  if (!existsSync(file)) await tellOtherLane(file, Promise.reject(new Error("The lane ended.")));
}

/** Waits for what the other lane's main stack is made of. */
export async function sourcesOfOtherLane(file: string): Promise<Sources> {
  const text = await until("main stack of the other lane", () => readFile(file, "utf8").catch(() => null), patience);
  const { sources }: { readonly sources: Sources | null } = JSON.parse(text);
  if (sources === null) throw new Error("The main stack of the other lane did not come up: see there.");
  return sources;
}
