import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks.js";
import { newMasterKey } from "../../src/keys/master-key.ts";
import { serverSecrets } from "../../src/keys/secrets.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { exampleSettings } from "../plan/example-settings.ts";
import { declareStack } from "../support/stack/declared.ts";

const master = newMasterKey();

/** The secrets of the stacks that are declared here. */
export const secrets = serverSecrets(master, {});

/** Declares a stack with these settings under Pulumi's mocks and waits until every resource was registered. */
export function declare(settings: Readonly<Record<string, unknown>>): Promise<readonly MockResourceArgs[]> {
  return declareStack(decidePlan("acme", exampleSettings(settings)), master);
}
