import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkRole, Plan, PlannedNetwork } from "../../src/plan/plan.ts";
import { labelArgs } from "./labels.ts";

/**
 * An internal network's bridge has an address of the host all the same, and through it a container reaches whatever listens
 * on the host. Without that address there is no way out (Docker manual, bridge driver options).
 */
const withoutTheHost = { "com.docker.network.bridge.inhibit_ipv4": "true" };

/** The ids of the networks, by what they are for. */
export type NetworkIds = Readonly<Partial<Record<NetworkRole, pulumi.Output<string>>>>;

/** The stack's networks: `edge` reaches out, `data` is internal and reaches nothing but its own containers, `calls` is the TURN server's own. */
export class Network extends pulumi.ComponentResource {
  readonly ids: NetworkIds;

  constructor(name: string, args: { readonly plan: Plan["networks"] }, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:Network", name, {}, opts);
    const { edge, data, calls } = args.plan;
    this.ids = {
      edge: this.#network("edge", edge).id,
      data: this.#network("data", data).id,
      ...(calls === undefined ? {} : { calls: this.#network("calls", calls).id }),
    };
    this.registerOutputs(this.ids);
  }

  #network(name: NetworkRole, { name: planned, internal, labels }: PlannedNetwork): docker.Network {
    const options = internal ? { options: withoutTheHost } : {};
    const args = { name: planned, driver: "bridge", internal, ...options, labels: labelArgs(labels) };
    return new docker.Network(name, args, { parent: this });
  }
}
