import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../../src/plan/plan.ts";
import type { Digests } from "../../src/render/digest.ts";
import type { RenderedFiles, SecretFiles } from "../../src/render/files.ts";
import { ElementWeb } from "./element-web.ts";
import { Installer } from "./installer.ts";
import { Network } from "./network.ts";
import { Service } from "./service.ts";
import { type VolumeNames, Volumes } from "./volumes.ts";

/** A planned stack and the files it is made of. */
export interface HomeserverArgs {
  readonly plan: Plan;
  readonly files: RenderedFiles;
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
    const placed = this.#elementWeb(args, volumes);
    const containers = new Map<string, docker.Container>();
    for (const service of Object.values(plan.services)) {
      const needs = service.needs.flatMap((name) => containers.get(name) ?? []);
      const files = service.reads.some(({ volume }) => volume === "element-web") ? placed : [];
      const after = pulumi.all([accepted, files]).apply((before) => [...before.flat(), ...needs]);
      const digest = digestOf(digests, service.role);
      const { container } = new Service({ plan: service, digest, networks, volumes, after, needs }, child);
      containers.set(service.role, container);
    }
    this.registerOutputs({ url: plan.baseUrl });
  }

  /** What fills the volume with Element Web's files, where it is wanted. */
  #elementWeb({ plan, files }: HomeserverArgs, volumes: VolumeNames): pulumi.Output<pulumi.Resource[]> {
    if (plan.elementWeb === null) return pulumi.output([]);
    return new ElementWeb("element-web", { plan: plan.elementWeb, files: files.elementWeb, volumes }, { parent: this })
      .placed;
  }
}

/** The name of a service's configuration, which is rendered wherever the plan has the service. */
function digestOf({ services }: Digests, role: string): string {
  const digest = services[role];
  if (digest === undefined) throw new Error(`no configuration was rendered for ${role}`);
  return digest;
}
