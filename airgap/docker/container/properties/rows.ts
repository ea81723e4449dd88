import type { ContainerCreateOptions, ContainerInspectInfo } from "dockerode";
import { rowsFor } from "../../../table/property.ts";

/** A container as the engine shows it; dockerode's types lack these members (Docker Engine API, ContainerInspect). */
export type SeenContainer = Omit<ContainerInspectInfo, "Config" | "NetworkSettings"> & {
  readonly NetworkSettings: ContainerInspectInfo["NetworkSettings"] & { readonly Bridge?: string };
  readonly Config: ContainerInspectInfo["Config"] & { readonly StopSignal?: string; readonly StopTimeout?: number };
};

export const { replaced, updated, computed } = rowsFor<ContainerCreateOptions, SeenContainer>();

/** The number of bytes that the provider's `memory` and `shmSize` count in. */
export const mebibyte = 1024 * 1024;
