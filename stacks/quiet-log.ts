import * as pulumi from "@pulumi/pulumi";

/**
 * Pulumi's SDK reports every answer of its engine as a message for debugging, secrets in plain among it (runtime/resource.js,
 * "RegisterResource RPC finished"), and `pulumi up --json` writes such messages to its event log though nobody asked for
 * them. So this program has no messages for debugging: import this before anything is declared.
 */
Object.assign(pulumi.log, { debug: () => Promise.resolve() });
