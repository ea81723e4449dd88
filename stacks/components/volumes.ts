import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Plan, PlannedVolume } from "../../src/plan/plan.ts";
import { labelArgs } from "./labels.ts";

/** The names of the volumes, by what they are for. */
export type VolumeNames = Readonly<Record<string, pulumi.Output<string>>>;

/** The name of a volume that the plan has where something needs it. */
export function madeVolume(names: VolumeNames, role: string): pulumi.Output<string> {
  const name = names[role];
  if (name === undefined) throw new Error(`a container needs the volume for ${role}, which is not planned`);
  return name;
}

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
    this.names = Object.fromEntries(
      Object.entries(args.plan).map(([role, volume]) => [role, this.#volume(role, volume)]),
    );
    this.registerOutputs(this.names);
  }

  #volume(role: string, { name, labels, protect }: PlannedVolume): pulumi.Output<string> {
    const args = { name, driver: "local", labels: labelArgs(labels) };
    const imported = this.#adopted.includes(name) ? { import: name } : {};
    // A volume's labels are those it was made with: others would delete it, or stop the run where it is protected.
    return new docker.Volume(role, args, { parent: this, protect, ignoreChanges: ["labels"], ...imported }).name;
  }
}
