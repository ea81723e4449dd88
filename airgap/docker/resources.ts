import { container } from "./container/container.ts";
import { network } from "./network.ts";
import type { Resource } from "./resource.ts";
import { volume } from "./volume.ts";

const resources: Readonly<Record<string, Resource>> = {
  "docker:index/container:Container": container,
  "docker:index/network:Network": network,
  "docker:index/volume:Volume": volume,
};

/** The kind of resource in a URN: `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME` (Pulumi docs, "Resource names"). */
export function resourceOf(urn: string): Resource {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const resource = resources[type];
  if (resource !== undefined) return resource;
  throw new Error(
    `${type} is not known to chatkeep's own Docker provider. Known are: ${Object.keys(resources).join(", ")}.`,
  );
}
