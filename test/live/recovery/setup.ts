import type { TestProject } from "vitest/node";
import { laneVariables, sourcesOfOtherLane } from "../../suite/between-lanes.ts";
import { type Sources, sourcesOf } from "../../support/stack/sources.ts";
import { bootStack, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { removeStack } from "../../support/stack/sweep.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server that all tests of keys share; each has people of its own there. Not for tests that rotate or rebuild. */
    readonly keysStack: StackRecord;
  }
}

let booted: StackRecord | null = null;

/** People lose devices one after the other here, and all from one address: more sign-ins in a minute than a team makes in a day. */
const signInsLifted = { rc_login: { address: { per_second: 100, burst_count: 1_000 } } };

/** Boots the server whose members lose and find their keys; made of what the other lane's main stack is made of, where it runs. */
export async function setup(project: TestProject): Promise<void> {
  const { sourcesFrom } = laneVariables(process.env);
  const handed: Sources | null = sourcesFrom === null ? null : await sourcesOfOtherLane(sourcesFrom);
  const own = { homeserver: signInsLifted, dehydratedDevices: "on" };
  booted = await bootStack({ ...(await testSettings()), ...own, ...handed?.settings });
  project.provide("keysStack", booted);
  project.provide("sources", handed ?? (await sourcesOf(booted)));
}

/** Removes it, whatever became of the tests. */
export async function teardown(): Promise<void> {
  if (booted !== null) await removeStack(booted);
}
