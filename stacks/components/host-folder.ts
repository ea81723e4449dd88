import type * as docker from "@pulumi/docker";
import type { HostFolder } from "../../src/plan/plan.ts";

/** A folder of the engine's machine. As a mount and not as a volume: the engine refuses one that is not there, and makes none in its place. */
export function hostFolder({ host, folder }: HostFolder): docker.types.input.ContainerMount {
  return { type: "bind", source: host, target: folder };
}
