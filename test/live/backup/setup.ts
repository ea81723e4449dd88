import { rm } from "node:fs/promises";
import type { TestProject } from "vitest/node";
import { laneVariables, sourcesOfOtherLane } from "../../suite/between-lanes.ts";
import { onSmallDisk, type SmallFolder } from "../../support/engines/small-disk.ts";
import { makeFolder } from "../../support/own-folder.ts";
import { type Sources, sourcesOf } from "../../support/stack/sources.ts";
import { bootStack, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { removeStack } from "../../support/stack/sweep.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server that all tests of backups share, with the folder that its archives go to. Each has people of its own there. */
    readonly backupStack: StackRecord & { readonly repository: string };
  }
}

let booted: StackRecord | null = null;
let repository: string | null = null;
let disk: SmallFolder | null = null;

/** Mebibytes of the disk for archives: few, so that it can be full. */
const diskSize = 256;

/** Boots the server that is backed up; made of what the other lane's main stack is made of, where it runs. */
export async function setup(project: TestProject): Promise<void> {
  const { sourcesFrom } = laneVariables(process.env);
  const handed: Sources | null = sourcesFrom === null ? null : await sourcesOfOtherLane(sourcesFrom);
  repository = await makeFolder("backups");
  disk = await onSmallDisk(repository, diskSize);
  const own = { backup: { repository } };
  booted = await bootStack({ ...(await testSettings()), ...own, ...handed?.settings });
  project.provide("backupStack", { ...booted, repository });
  project.provide("sources", handed ?? (await sourcesOf(booted)));
}

/** Removes it with its archives, whatever became of the tests. */
export async function teardown(): Promise<void> {
  if (booted !== null) await removeStack(booted);
  await disk?.[Symbol.asyncDispose]();
  if (repository !== null) await rm(repository, { recursive: true, force: true });
}
