import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks.js";
import { readTemplates } from "../../src/io/program-files.ts";
import { newMasterKey } from "../../src/keys/master-key.ts";
import { serverSecrets } from "../../src/keys/secrets.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { digestFiles } from "../../src/render/digest.ts";
import { renderFiles } from "../../src/render/render.ts";
import { renderSecretFiles } from "../../src/render/secret-files.ts";
import { Homeserver } from "../../stacks/components/homeserver.ts";
import { exampleSpec } from "../plan/example-spec.ts";

const master = newMasterKey();

/** The secrets of the stacks that are declared here. */
export const secrets = serverSecrets(master, {});

/** Declares a stack under Pulumi's mocks and waits until every resource was registered. */
export async function declare(settings: Readonly<Record<string, unknown>>): Promise<readonly MockResourceArgs[]> {
  const made: MockResourceArgs[] = [];
  const newResource = (args: MockResourceArgs) => {
    made.push(args);
    return { id: `${args.name}-id`, state: { ...args.inputs, exitCode: 0, containerLogs: "Config parses OK!" } };
  };
  await pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs }, "chatkeep", "acme", false);
  const plan = decidePlan("acme", exampleSpec(settings));
  const files = renderFiles(plan, readTemplates(), null);
  const secretFiles = renderSecretFiles(plan, readTemplates(), secrets, null);
  const digests = digestFiles(plan, files, secretFiles, master.id());
  new Homeserver("homeserver", { plan, files, secretFiles, digests });
  await pulumi.runtime.disconnect();
  return made;
}
