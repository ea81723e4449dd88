import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Plan, PlannedVolume, VolumeRole } from "../../src/plan/plan.ts";
import { labelArgs } from "./labels.ts";

/** The names of the volumes, by what they are for. */
export type VolumeNames = Readonly<Record<Exclude<VolumeRole, "turn">, pulumi.Output<string>>> & {
  readonly turn?: pulumi.Output<string>;
};

/** What the volumes are made from. */
export interface VolumesArgs {
  readonly plan: Plan["volumes"];
  /** Volumes that are there already and are taken over, by name. */
  readonly adopted: readonly string[];
}

/** The stack's volumes. Those with people's data are protected: one changed label would otherwise delete them. */
export class Volumes extends pulumi.ComponentResource {
  readonly names: VolumeNames;

  readonly #adopted: readonly string[];

  constructor(name: string, args: VolumesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:Volumes", name, {}, opts);
    this.#adopted = args.adopted;
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
    const args = { name, driver: "local", labels: labelArgs(labels) };
    const imported = this.#adopted.includes(name) ? { import: name } : {};
    // A volume's labels are those it was made with: others would delete it, or stop the run where it is protected.
    return new docker.Volume(role, args, { parent: this, protect, ignoreChanges: ["labels"], ...imported }).name;
  }
}
