import * as pulumi from "@pulumi/pulumi";

/**
 * Sends none of Pulumi's own debug messages. `RegisterResource RPC prepared` among them holds a resource's inputs, secrets in the
 * open (sdk/nodejs/runtime/resource.ts), and the engine writes each into its event log and into what `--json` prints, wanted or not.
 */
export function silenceDebugMessages(): void {
  Object.assign(pulumi.log, { debug: () => Promise.resolve() });
}
