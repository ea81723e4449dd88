import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { NetworkRole, Plan, PlannedNetwork } from "../../src/plan/plan.ts";
import { labelArgs } from "./labels.ts";

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
    const args = { name: planned, driver: "bridge", internal, labels: labelArgs(labels) };
    return new docker.Network(name, args, { parent: this });
  }
}
