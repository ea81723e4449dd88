import type { TestProject } from "vitest/node";
import { laneVariables, sourcesOfOtherLane } from "../../suite/between-lanes.ts";
import { type Sources, sourcesOf } from "../../support/stack/sources.ts";
import { bootStack, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { removeStack } from "../../support/stack/sweep.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server that all tests of teams share; each has people and rooms of its own there, with a prefix of its own. */
    readonly teamStack: StackRecord;
  }
}

let booted: StackRecord | null = null;

/** Whole teams sign in here within a minute, all from one address. */
const signInsLifted = { rc_login: { address: { per_second: 100, burst_count: 1_000 } } };

/** Boots the server that teams come to and leave; made of what the other lane's main stack is made of, where it runs. */
export async function setup(project: TestProject): Promise<void> {
  const { sourcesFrom } = laneVariables(process.env);
  const handed: Sources | null = sourcesFrom === null ? null : await sourcesOfOtherLane(sourcesFrom);
  const own = { homeserver: signInsLifted, registration: "token" };
  booted = await bootStack({ ...(await testSettings()), ...own, ...handed?.settings });
  project.provide("teamStack", booted);
  project.provide("sources", handed ?? (await sourcesOf(booted)));
}

/** Removes it, whatever became of the tests. */
export async function teardown(): Promise<void> {
  if (booted !== null) await removeStack(booted);
}
