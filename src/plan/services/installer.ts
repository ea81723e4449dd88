import type { Settings } from "../../settings/settings.ts";
import { referenceOf } from "../images/images.ts";
import { imageTable } from "../images/versions.ts";
import { labelsOf, nameOf } from "../names.ts";
import type { Handover, Plan, PlannedInstaller, PlannedService } from "../plan.ts";

/** The container that puts every service's files in place. It alone has all volumes. */
export function planInstaller(stack: string, settings: Settings, services: Plan["services"]): PlannedInstaller {
  const all = Object.values(services);
  return {
    namePrefix: `${nameOf(stack, "installer")}-`,
    image: referenceOf(imageTable.synapse, settings.imageSource),
    labels: labelsOf(stack, "installer"),
    memoryMebibytes: 512,
    dataFolders: all.map((each) => ({ service: each.role, folder: dataFolder(each), owner: each.owner })),
    handovers: all.flatMap((reader) => handoversTo(reader, all)),
    hostFolders: all.flatMap(({ role, owner, hostFolders }) =>
      hostFolders.map(({ host }, index) => ({ host, folder: `/host/${role}-${index}`, owner })),
    ),
  };
}

/** Synapse's parser looks for its folders where Synapse will have them. */
function dataFolder({ role, dataFolder: own }: PlannedService): string {
  return role === "synapse" ? own : `/volumes/${role}`;
}

/** What a service is handed over by another: the one that writes it keeps it, the other reads it. */
function handoversTo(reader: PlannedService, services: readonly PlannedService[]): readonly Handover[] {
  return reader.reads.flatMap(({ volume }) => {
    const writer = services.find(({ writes }) => writes.some((each) => each.volume === volume));
    if (writer === undefined) return [];
    return [{ volume, folder: `/volumes/${volume}`, owner: { uid: writer.owner.uid, gid: reader.owner.gid } }];
  });
}
