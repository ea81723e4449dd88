import * as pulumi from "@pulumi/pulumi";
import type { Plan, ServiceRole } from "../../src/plan/plan.ts";
import type { Digests } from "../../src/render/digest.ts";
import type { Files, SecretFiles } from "../../src/render/files.ts";
import { Installer } from "./installer.ts";
import { Network } from "./network.ts";
import { Postgres } from "./postgres.ts";
import { ReverseProxy } from "./proxy.ts";
import { Synapse } from "./synapse.ts";
import { Volumes } from "./volumes.ts";

/** A planned stack and the files it is made of. */
export interface HomeserverArgs {
  readonly plan: Plan;
  readonly files: Files;
  readonly secretFiles: SecretFiles;
  readonly digests: Digests;
}

/** A whole private chat server. */
export class Homeserver extends pulumi.ComponentResource {
  constructor(name: string, args: HomeserverArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:Homeserver", name, {}, opts);
    const { plan, digests } = args;
    const child = { parent: this };
    const networks = new Network("network", { plan: plan.networks }, child).ids;
    const volumes = new Volumes("volumes", { plan: plan.volumes }, child).names;
    const { accepted } = new Installer("installer", { ...args, volumes }, child);
    const service = (role: ServiceRole, after: pulumi.Output<pulumi.Resource[]>) => {
      return { plan: plan.services[role], digest: digests.services[role], networks, volumes, after };
    };
    const postgres = new Postgres("postgres", service("postgres", accepted), child);
    const withDatabase = accepted.apply((before) => [...before, postgres.container]);
    new Synapse("synapse", service("synapse", withDatabase), child);
    // Not after Synapse: the proxy stays while Synapse is replaced, and holds requests meanwhile.
    new ReverseProxy("proxy", service("proxy", accepted), child);
    this.registerOutputs({ url: plan.baseUrl });
  }
}
