import type { TestProject } from "vitest/node";
import { laneVariables, sourcesOfOtherLane, tellOtherLane } from "../suite/between-lanes.ts";
import { sweepEngines } from "../support/engines/second-engine.ts";
import { sweepFolders } from "../support/own-folder.ts";
import { makeCertificate, type ServerCertificate } from "../support/proxy/certificates.ts";
import { type Sources, sourcesOf } from "../support/stack/sources.ts";
import { bootStack, type StackRecord, testSettings } from "../support/stack/stack.ts";
import { removeStack, sweepLeftovers } from "../support/stack/sweep.ts";

declare module "vitest" {
  /** What live tests are handed. */
  interface ProvidedContext {
    /** Not there in a lane of tests whose servers are all their own. */
    readonly mainStack: StackRecord & {
      /** The common name of the authority that its settings trust. */
      readonly trustedAuthority: string;
      /** That this authority gave for gateway.test. */
      readonly gatewayCertificate: ServerCertificate;
    };
    /** What stacks of one's own are made of: the same as the main one. */
    readonly sources: Sources;
  }
}

let booted: StackRecord | null = null;

/** Boots the stack that most live tests look at, or waits until the other lane has; what was left is swept once. */
export async function setup(project: TestProject): Promise<void> {
  const { sourcesFrom, sourcesTo } = laneVariables(process.env);
  if (sourcesFrom !== null) return project.provide("sources", await sourcesOfOtherLane(sourcesFrom));
  for (const sweep of [sweepLeftovers, sweepEngines, sweepFolders]) await tellSwept(sweep);
  const booting = bootMain(project);
  if (sourcesTo !== null) await tellOtherLane(sourcesTo, booting);
  project.provide("sources", await booting);
}

/** What a killed run left and no one can remove keeps no test from running. */
async function tellSwept(sweep: () => Promise<readonly string[]>): Promise<void> {
  try {
    const swept = await sweep();
    if (swept.length > 0) console.log(`Removed what killed test runs left: ${swept.join(", ")}`);
  } catch (error) {
    console.log(`What killed test runs left could not be removed: ${error instanceof Error ? error.message : error}`);
  }
}

/** Through the command line and with real parts. */
async function bootMain(project: TestProject): Promise<Sources> {
  const start = performance.now();
  const trustedAuthority = `test ${process.pid}`;
  const gatewayCertificate = await makeCertificate({ name: "gateway.test", authority: trustedAuthority });
  const trustedAuthorities = [gatewayCertificate.authority];
  booted = await bootStack({ ...(await testSettings()), trustedAuthorities });
  console.log(`The stack ${booted.name} came up in ${((performance.now() - start) / 1_000).toFixed(1)} s.`);
  project.provide("mainStack", { ...booted, trustedAuthority, gatewayCertificate });
  return await sourcesOf(booted);
}

/** Removes it, whatever became of the tests. */
export async function teardown(): Promise<void> {
  if (booted !== null) await removeStack(booted);
}
