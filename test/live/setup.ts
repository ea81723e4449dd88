import type { TestProject } from "vitest/node";
import { sweepEngines } from "../support/engines/second-engine.ts";
import { sweepFolders } from "../support/own-folder.ts";
import { makeCertificate, type ServerCertificate } from "../support/proxy/certificates.ts";
import { bootStack, type StackRecord, testSettings } from "../support/stack/stack.ts";
import { removeStack, sweepLeftovers } from "../support/stack/sweep.ts";

declare module "vitest" {
  /** What every live test is handed. */
  interface ProvidedContext {
    readonly mainStack: StackRecord & {
      /** The common name of the authority that its settings trust. */
      readonly trustedAuthority: string;
      /** That this authority gave for gateway.test. */
      readonly gatewayCertificate: ServerCertificate;
    };
  }
}

let booted: StackRecord | null = null;

/** Boots the stack that most live tests look at, through the command line and with real parts. */
export async function setup(project: TestProject): Promise<void> {
  const swept = [...(await sweepLeftovers()), ...(await sweepEngines()), ...(await sweepFolders())];
  if (swept.length > 0) console.log(`Removed what killed test runs left: ${swept.join(", ")}`);
  const start = performance.now();
  const trustedAuthority = `test ${process.pid}`;
  const gatewayCertificate = await makeCertificate({ name: "gateway.test", authority: trustedAuthority });
  const trustedAuthorities = [gatewayCertificate.authority];
  booted = await bootStack({ ...(await testSettings()), trustedAuthorities });
  console.log(`The stack ${booted.name} came up in ${((performance.now() - start) / 1_000).toFixed(1)} s.`);
  project.provide("mainStack", { ...booted, trustedAuthority, gatewayCertificate });
}

/** Removes it, whatever became of the tests. */
export async function teardown(): Promise<void> {
  if (booted !== null) await removeStack(booted);
}
