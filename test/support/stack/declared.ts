import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks.js";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import type { MasterKey } from "../../../src/keys/master-key.ts";
import { serverSecrets } from "../../../src/keys/secrets.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { digestFiles } from "../../../src/render/digest.ts";
import { renderFiles } from "../../../src/render/render.ts";
import { renderSecretFiles } from "../../../src/render/secret-files.ts";
import { nothingIssued } from "../../../src/render/secrets.ts";
import type { ServiceRenderer } from "../../../src/render/services/renderer.ts";
import { serviceRenderers } from "../../../src/render/services/renderers.ts";
import { Homeserver } from "../../../stacks/components/homeserver.ts";

/** Declares a planned stack under Pulumi's mocks and gives every resource that was registered; a resource's id is its name on the engine. */
export async function declareStack(
  plan: Plan,
  master: MasterKey,
  renderers: Readonly<Record<string, ServiceRenderer>> = serviceRenderers,
): Promise<readonly MockResourceArgs[]> {
  const made: MockResourceArgs[] = [];
  const newResource = (args: MockResourceArgs) => {
    made.push(args);
    const state = { ...args.inputs, exitCode: 0, containerLogs: "Config parses OK!" };
    return { id: String(args.inputs.name ?? args.name), state };
  };
  await pulumi.runtime.setMocks({ newResource, call: ({ inputs }) => inputs }, "chatkeep", plan.stack, false);
  const files = renderFiles(plan, readTemplates(), null, renderers);
  const secretFiles = renderSecretFiles(
    plan,
    readTemplates(),
    serverSecrets(master, plan.epochs),
    nothingIssued,
    renderers,
  );
  const digests = digestFiles(plan, files, secretFiles, master.id());
  const engine = "unix:///engine.sock";
  try {
    new Homeserver("homeserver", { plan, files, secretFiles, digests, adopted: [], engine });
  } finally {
    await pulumi.runtime.disconnect();
  }
  return made;
}
