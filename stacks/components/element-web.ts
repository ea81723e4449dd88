import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { PlannedElementWeb } from "../../src/plan/plan.ts";
import type { File } from "../../src/render/files.ts";
import { memoryLimit } from "./hardening.ts";
import { labelArgs } from "./labels.ts";
import { runOnce } from "./run-once.ts";
import { madeVolume, type VolumeNames } from "./volumes.ts";

/** What puts Element Web's files in place, and where. */
export interface ElementWebArgs {
  readonly plan: PlannedElementWeb;
  readonly files: readonly File[];
  readonly volumes: VolumeNames;
}

/** A container of the official image that runs once and leaves its files in a volume; the proxy serves them. */
export class ElementWeb extends pulumi.ComponentResource {
  /** Depend on this: it fails when the files could not be put in place. */
  readonly placed: pulumi.Output<pulumi.Resource[]>;

  constructor(name: string, args: ElementWebArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatkeep:server:ElementWeb", name, {}, opts);
    const container = this.#container(args);
    this.placed = pulumi.all([container.exitCode, container.containerLogs]).apply(([code, logs]) => {
      // In a preview it is one of before, which `up` is about to remove, to run another.
      if (code !== 0 && !pulumi.runtime.isDryRun())
        throw new pulumi.RunError(`Element Web's files could not be copied (${code}): ${logs}`);
      return [container];
    });
    this.registerOutputs({});
  }

  #container({ plan, files, volumes }: ElementWebArgs): docker.Container {
    const args: docker.ContainerArgs = {
      ...runOnce,
      ...memoryLimit(plan.memoryMebibytes),
      name: plan.containerName,
      image: plan.image,
      capabilities: { drops: ["ALL"], adds: [] },
      entrypoints: ["sh", "/in/place.sh", "/app", plan.folder],
      labels: labelArgs(plan.labels),
      uploads: files.map(({ path, text }) => ({ file: `/in/${path}`, content: text })),
      volumes: [{ volumeName: madeVolume(volumes, "element-web"), containerPath: plan.volumeFolder }],
    };
    return new docker.Container(`element-web-${plan.version}`, args, {
      parent: this,
      // Another version has another name; with the same one, as with another volume, the old one has to go first.
      deleteBeforeReplace: true,
    });
  }
}
