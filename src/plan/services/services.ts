import { type IssuedSecret, issuedFilesOf, issuedSecrets } from "../../settings/issued-secrets.ts";
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
  issued: readonly IssuedSecret[] = issuedSecrets,
): Plan["services"] {
  const planned = inStartOrder(wantedServices(settings, definitions)).map((each) => ({
    ...planService(stack, settings, each, sizing.memory[each.name] ?? 0),
    secretFiles: secretFilesOf(each, issued),
  }));
  return byService(planned.map((each) => [each.role, each]));
}

/** The files of a service that hold secrets: its own, and those that others issued for it. All its other files are free of secrets. */
export function secretFilesOf(
  { name, secretFiles }: Pick<ServiceDefinition, "name" | "secretFiles">,
  issued: readonly IssuedSecret[] = issuedSecrets,
): readonly string[] {
  return [...secretFiles, ...issuedFilesOf(name, issued)];
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
    hostFolders: definition.hostFolders(settings),
    secretPurposes: definition.secretPurposes(settings),
    networks: networks(settings).map((role) => ({ role, alias: name })),
    ports: settings.isolated ? [] : definition.ports(settings),
    egress: settings.isolated ? [] : definition.egress(settings),
  };
}

function mounted(volumes: readonly SharedVolume[], settings: Settings): PlannedService["reads"] {
  return volumes.filter(({ isWanted }) => isWanted(settings)).map(({ volume, folder }) => ({ volume, folder }));
}
