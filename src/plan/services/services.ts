import type { Settings } from "../../settings/settings.ts";
import { labelsOf, nameOf } from "../names.ts";
import type { Plan, PlannedService } from "../plan.ts";
import { inStartOrder, serviceDefinitions, wantedServices } from "./all.ts";
import { byService } from "./by-service.ts";
import type { ServiceDefinition, SharedVolume } from "./definition.ts";
import type { Sizing } from "./sizing.ts";

/** The containers that stay, in the order in which they start. */
export function planServices(
  stack: string,
  settings: Settings,
  sizing: Pick<Sizing, "memory">,
  definitions: readonly ServiceDefinition[] = serviceDefinitions,
): Plan["services"] {
  const planned = inStartOrder(wantedServices(settings, definitions)).map((each) =>
    planService(stack, settings, each, sizing.memory[each.name] ?? 0),
  );
  return byService(planned.map((each) => [each.role, each]));
}

function planService(
  stack: string,
  settings: Settings,
  definition: ServiceDefinition,
  memoryMebibytes: number,
): PlannedService {
  const { name, optional, image, reference, memory, holdsPeoplesData, networks, ...fixed } = definition;
  return {
    ...fixed,
    role: name,
    name: nameOf(stack, name),
    image: reference(settings),
    labels: labelsOf(stack, name),
    owner: { uid: image.uid, gid: image.gid },
    memoryMebibytes,
    processes: definition.processes(settings),
    reads: mounted(definition.reads, settings),
    writes: mounted(definition.writes, settings),
    networks: networks.map((role) => ({ role, alias: name })),
    ports: definition.ports(settings),
    egress: definition.egress(settings),
  };
}

function mounted(volumes: readonly SharedVolume[], settings: Settings): PlannedService["reads"] {
  return volumes.filter(({ isWanted }) => isWanted(settings)).map(({ volume, folder }) => ({ volume, folder }));
}
