import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkRole, Plan, PlannedNetwork } from "../../src/plan/plan.ts";
import { labelArgs } from "./labels.ts";

/**
 * An internal network's bridge has an address of the host all the same, and through it a container reaches whatever listens
 * on the host. Without that address there is no way out (Docker manual, bridge driver options).
 */
const withoutTheHost = { "com.docker.network.bridge.inhibit_ipv4": "true" };

/** The stack's two networks: `edge` reaches out, `data` is internal and reaches nothing but its own containers. */
export class Network extends pulumi.ComponentResource {
  readonly ids: Readonly<Record<NetworkRole, pulumi.Output<string>>>;

  constructor(name: string, args: { readonly plan: Plan["networks"] }, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:Network", name, {}, opts);
    const edge = this.#network("edge", args.plan.edge);
    const data = this.#network("data", args.plan.data);
    this.ids = { edge: edge.id, data: data.id };
    this.registerOutputs(this.ids);
  }

  #network(name: NetworkRole, { name: planned, internal, labels }: PlannedNetwork): docker.Network {
    const options = internal ? { options: withoutTheHost } : {};
    const args = { name: planned, driver: "bridge", internal, ...options, labels: labelArgs(labels) };
    return new docker.Network(name, args, { parent: this });
  }
}
