import type { ContainerCreateOptions } from "dockerode";
import type { Properties } from "../../../table/plain.ts";
import { placeAll, type Table } from "../../../table/property.ts";
import { lifecycleProperties } from "../lifecycle.ts";
import { limitProperties } from "./limits.ts";
import { networkingProperties } from "./networking.ts";
import { processProperties } from "./process.ts";
import type { SeenContainer } from "./rows.ts";
import { storageProperties } from "./storage.ts";

/** Every property of a container that we know, with the official provider's meaning
 * (terraform-provider-docker 4.5.0, internal/provider/resource_docker_container.go). */
export const containerProperties: Table<ContainerCreateOptions, SeenContainer> = {
  ...lifecycleProperties,
  ...processProperties,
  ...limitProperties,
  ...storageProperties,
  ...networkingProperties,
};

/** What to ask of the engine for a container with these inputs. */
export function toCreateOptions(inputs: Properties): ContainerCreateOptions {
  return placeAll(containerProperties, inputs).reduce(mergeOptions, {
    HostConfig: { Init: false, LogConfig: { Type: "", Config: {} } },
  });
}

function mergeOptions(options: ContainerCreateOptions, more: ContainerCreateOptions): ContainerCreateOptions {
  const [old, added] = [options.HostConfig ?? {}, more.HostConfig ?? {}];
  const LogConfig = {
    Type: added.LogConfig?.Type || old.LogConfig?.Type || "",
    Config: { ...old.LogConfig?.Config, ...added.LogConfig?.Config },
  };
  const RestartPolicy = { Name: "no", ...old.RestartPolicy, ...added.RestartPolicy };
  return { ...options, ...more, HostConfig: { ...old, ...added, LogConfig, RestartPolicy } };
}
