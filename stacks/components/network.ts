import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkRole, Plan, PlannedNetwork } from "../../src/plan/plan.ts";
import { labelArgs } from "./labels.ts";

/** The ids of the networks, by what they are for. */
export type NetworkIds = Readonly<Partial<Record<NetworkRole, pulumi.Output<string>>>>;

/** The stack's networks: `edge` reaches out, `data` is internal and reaches nothing but its own containers, `calls` is the TURN server's own. */
export class Network extends pulumi.ComponentResource {
  readonly ids: NetworkIds;

  constructor(name: string, args: { readonly plan: Plan["networks"] }, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:Network", name, {}, opts);
    this.ids = Object.fromEntries(
      Object.entries(args.plan).map(([role, network]) => [role, this.#network(network).id]),
    );
    this.registerOutputs(this.ids);
  }

  /**
   * An engine never changes a network that is there, and adds to a new one what its own defaults say (dockerd(8),
   * default-network-opts): what the engine adds then is no drift. Other options make another network, by another name.
   */
  #network({ name, resource, internal, options, labels }: PlannedNetwork): docker.Network {
    const args = { name, driver: "bridge", internal, options: { ...options }, labels: labelArgs(labels) };
    const ignoreChanges = ["options", "ipv6", "ipamConfigs"];
    return new docker.Network(resource, args, { parent: this, ignoreChanges });
  }
}
