import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Plan, PlannedVolume, VolumeRole } from "../../src/plan/plan.ts";
import { labelArgs } from "./labels.ts";

/** The names of the volumes, by what they are for. */
export type VolumeNames = Readonly<Record<Exclude<VolumeRole, "turn">, pulumi.Output<string>>> & {
  readonly turn?: pulumi.Output<string>;
};

/** The stack's volumes. Those with people's data are protected: one changed label would otherwise delete them. */
export class Volumes extends pulumi.ComponentResource {
  readonly names: VolumeNames;

  constructor(name: string, args: { readonly plan: Plan["volumes"] }, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:Volumes", name, {}, opts);
    this.names = {
      configuration: this.#volume("configuration", args.plan.configuration),
      postgres: this.#volume("postgres", args.plan.postgres),
      synapse: this.#volume("synapse", args.plan.synapse),
      proxy: this.#volume("proxy", args.plan.proxy),
      ...(args.plan.turn === undefined ? {} : { turn: this.#volume("turn", args.plan.turn) }),
    };
    this.registerOutputs(this.names);
  }

  #volume(role: VolumeRole, { name, labels, protect }: PlannedVolume): pulumi.Output<string> {
    return new docker.Volume(role, { name, driver: "local", labels: labelArgs(labels) }, { parent: this, protect })
      .name;
  }
}
