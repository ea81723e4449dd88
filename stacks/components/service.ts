import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { MountedVolume, NetworkRole, PlannedService } from "../../src/plan/plan.ts";
import { hardening, memoryLimit } from "./hardening.ts";
import { hostFolder } from "./host-folder.ts";
import { labelArgs } from "./labels.ts";
import type { NetworkIds } from "./network.ts";
import { madeVolume, type VolumeNames } from "./volumes.ts";

/** What a service's container is made from. */
export interface ServiceArgs {
  readonly plan: PlannedService;
  /** Names the folder with the service's files: another digest is another container. */
  readonly digest: string;
  readonly networks: NetworkIds;
  readonly volumes: VolumeNames;
  /** What must be there before: the accepted configuration, and services this one needs. */
  readonly after: pulumi.Output<pulumi.Resource[]>;
  /** What this one cannot do without while it runs: it is taken down before that is replaced, and replaced with it. */
  readonly needs: readonly docker.Container[];
}

/** One service, whichever: its type in Pulumi's state and its name are the plan's. */
export class Service extends pulumi.ComponentResource {
  readonly container: docker.Container;

  constructor(args: ServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(args.plan.component, args.plan.role, {}, opts);
    this.container = serviceContainer(this, args);
    this.registerOutputs({});
  }
}

/**
 * The one container of a service: not root, nothing writable but its data and memory, nothing it may do that it need not.
 * The Docker provider takes a change of health check, temporary folders or waiting for an update and then does nothing, so they replace.
 */
function serviceContainer(parent: pulumi.Resource, args: ServiceArgs): docker.Container {
  return new docker.Container(args.plan.role, containerArgs(args), {
    parent,
    dependsOn: args.after,
    replaceWith: [...args.needs],
    replaceOnChanges: ["healthcheck", "tmpfs", "wait"],
    // Its name never changes, and two containers cannot have one name.
    deleteBeforeReplace: true,
  });
}

function containerArgs({ plan, digest, networks, volumes }: ServiceArgs): docker.ContainerArgs {
  const folder = `/cfg/${plan.role}/${digest}`;
  return {
    ...hardening,
    ...memoryLimit(plan.memoryMebibytes),
    name: plan.name,
    image: plan.image,
    user: `${plan.owner.uid}:${plan.owner.gid}`,
    readOnly: true,
    capabilities: { drops: ["ALL"], adds: [...plan.capabilities] },
    ulimits: [limit("nproc", plan.processes), ...(plan.openFiles === null ? [] : [limit("nofile", plan.openFiles)])],
    shmSize: plan.sharedMemoryMebibytes,
    tmpfs: { ...plan.temporaryFolders },
    workingDir: folder,
    entrypoints: ["sh", `${folder}/start.sh`],
    command: [],
    labels: labelArgs(plan.labels),
    networksAdvanced: plan.networks.map(({ role, alias }) => ({ name: network(networks, role), aliases: [alias] })),
    ports: plan.ports.map(({ address, ...port }) => ({ ...port, ip: address })),
    volumes: [
      {
        volumeName: madeVolume(volumes, `configuration-${plan.role}`),
        containerPath: `/cfg/${plan.role}`,
        readOnly: true,
      },
      { volumeName: madeVolume(volumes, plan.role), containerPath: plan.dataFolder },
      ...plan.reads.map((each) => ({ ...mount(volumes, each), readOnly: true })),
      ...plan.writes.map((each) => mount(volumes, each)),
    ],
    ...(plan.hostFolders.length === 0 ? {} : { mounts: plan.hostFolders.map(hostFolder) }),
    ...lifetime(plan, folder),
  };
}

function limit(name: string, most: number) {
  return { name, soft: most, hard: most };
}

function mount(volumes: VolumeNames, { volume, folder }: MountedVolume) {
  return { volumeName: madeVolume(volumes, volume), containerPath: folder };
}

/** The network for that role, which the plan has where a service needs it. */
function network(networks: NetworkIds, role: NetworkRole): pulumi.Output<string> {
  const id = networks[role];
  if (id === undefined) throw new Error(`a service needs the network for ${role}, which is not planned`);
  return id;
}

/**
 * Restarted always, and not `unless-stopped`: an engine that was killed stops what still runs when it comes back, treats that as a
 * request of its user, and leaves it stopped (seen on engine 20.10, where `live-restore` is off).
 * health.sh keeps the pace of its own questions, so the engine asks at once. The start period is the shortest there is: in it,
 * engines from 25 on ask every 5 seconds unless told otherwise, and older ones cannot be told (Docker Engine API 1.44,
 * StartInterval). With none at all, the image's own would hold.
 * `mustRun` is the providers' preset, and is written all the same: the official one goes by what the state says, and does not start
 * a stopped container again where that says nothing, as a state of our own provider would (resource_docker_container_funcs.go).
 */
function lifetime(plan: PlannedService, folder: string): Partial<docker.ContainerArgs> {
  return {
    restart: "always",
    mustRun: true,
    stopSignal: plan.stopSignal,
    stopTimeout: plan.graceSeconds,
    destroyGraceSeconds: plan.graceSeconds,
    healthcheck: {
      tests: ["CMD", "sh", `${folder}/health.sh`],
      interval: "100ms",
      timeout: "2m0s",
      startPeriod: "1ms",
      retries: 3,
    },
    wait: true,
    waitTimeout: plan.startSeconds,
  };
}
