import type { Settings } from "../../settings/settings.ts";
import { labelsOf, nameOf } from "../names.ts";
import type { Plan, PlannedVolume } from "../plan.ts";
import { inStartOrder, serviceDefinitions } from "./all.ts";
import type { ServiceDefinition } from "./definition.ts";

/** Every volume that a stack may have, by what it is for. */
export function volumeRoles(definitions: readonly ServiceDefinition[] = serviceDefinitions): readonly string[] {
  const own = definitions.flatMap(({ name }) => ownVolumes(name));
  const shared = definitions.flatMap(({ reads, writes }) => [...reads, ...writes].map(({ volume }) => volume));
  return [...new Set([...own, ...shared])];
}

/** Those with people's data, by what they are for, in the order in which their services start. */
export function dataRoles(definitions: readonly ServiceDefinition[] = serviceDefinitions): readonly string[] {
  return inStartOrder(definitions)
    .filter(({ holdsPeoplesData }) => holdsPeoplesData)
    .map(({ name }) => name);
}

/** What a stack of the version before has beside them: the configuration of all services in one. */
export const formerVolumeRole = "configuration";

/** The volumes of a stack: two for each service, and those that services share. All but those with people's data can be made again. */
export function planVolumes(
  stack: string,
  { throwaway }: Pick<Settings, "throwaway">,
  services: Plan["services"],
  definitions: readonly ServiceDefinition[] = serviceDefinitions,
): Plan["volumes"] {
  const people = throwaway ? [] : dataRoles(definitions);
  const volume = (role: string): readonly [string, PlannedVolume] => {
    return [role, { name: nameOf(stack, role), labels: labelsOf(stack, role), protect: people.includes(role) }];
  };
  const all = Object.values(services);
  const own = all.flatMap(({ role }) => ownVolumes(role));
  const shared = all.flatMap(({ reads, writes }) => [...reads, ...writes].map((each) => each.volume));
  return Object.fromEntries([...new Set([...own, ...shared])].map(volume)) as Plan["volumes"];
}

/** A service's data, and its configuration. */
function ownVolumes(service: string): readonly string[] {
  return [service, `configuration-${service}`];
}
