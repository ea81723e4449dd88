import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { MainRole, Plan, PlannedService } from "../../src/plan/plan.ts";
import type { Digests } from "../../src/render/digest.ts";
import type { Files, SecretFiles } from "../../src/render/files.ts";
import { ElementWeb } from "./element-web.ts";
import { Installer } from "./installer.ts";
import { Network } from "./network.ts";
import { Postgres } from "./postgres.ts";
import { ReverseProxy } from "./proxy.ts";
import { Synapse } from "./synapse.ts";
import { TurnServer } from "./turn.ts";
import { type VolumeNames, Volumes } from "./volumes.ts";

/** A planned stack and the files it is made of. */
export interface HomeserverArgs {
  readonly plan: Plan;
  readonly files: Files;
  readonly secretFiles: SecretFiles;
  readonly digests: Digests;
  /** Volumes that are there already and are taken over, by name. */
  readonly adopted: readonly string[];
  /** Where the engine is, as DOCKER_HOST has it. */
  readonly engine: string;
}

/** A whole private chat server. */
export class Homeserver extends pulumi.ComponentResource {
  constructor(name: string, args: HomeserverArgs, opts?: pulumi.ComponentResourceOptions) {
    // A provider that Pulumi makes by itself would take its address from any `docker:` setting.
    const provider = new docker.Provider("docker", { host: args.engine });
    super("chatkeep:server:Homeserver", name, {}, { ...opts, providers: { docker: provider } });
    const { plan, digests } = args;
    const child = { parent: this };
    const networks = new Network("network", { plan: plan.networks }, child).ids;
    const volumes = new Volumes("volumes", { plan: plan.volumes, adopted: args.adopted }, child).names;
    const { accepted } = new Installer("installer", { ...args, volumes }, child);
    const extras = this.#extras(args, volumes);
    const placed = (service: PlannedService, ...needs: docker.Container[]) => {
      const after = accepted.apply((before) => [...before, ...needs]);
      return { plan: service, digest: digests.services[service.role], networks, volumes, after, needs };
    };
    const service = (role: MainRole, ...needs: docker.Container[]) => placed(plan.services[role], ...needs);
    const { container: database } = new Postgres("postgres", service("postgres"), child);
    // Replaced with its database: while Synapse runs without one it answers with errors, while it is gone requests are held.
    new Synapse("synapse", service("synapse", database), child);
    // Not after Synapse: the proxy stays while Synapse is replaced, and holds requests meanwhile.
    const proxy = service("proxy");
    const after = pulumi.all([proxy.after, extras]).apply((lists) => lists.flat());
    new ReverseProxy("proxy", { ...proxy, after }, child);
    if (plan.services.turn !== undefined) new TurnServer("turn", placed(plan.services.turn), child);
    this.registerOutputs({ url: plan.baseUrl });
  }

  /** What the proxy serves beside Synapse, where it is wanted. */
  #extras({ plan, files }: HomeserverArgs, volumes: VolumeNames): pulumi.Output<pulumi.Resource[]> {
    if (plan.elementWeb === null) return pulumi.output([]);
    return new ElementWeb("element-web", { plan: plan.elementWeb, files: files.elementWeb, volumes }, { parent: this })
      .placed;
  }
}
