import type { VolumeCreateOptions, VolumeInspectInfo } from "dockerode";
import { unlessMissing } from "../../src/io/docker/engine-answers.ts";
import type { Existing } from "../provider/resource.ts";
import { describeSeen } from "../table/outputs.ts";
import type { Properties } from "../table/plain.ts";
import { placeAll, rowsFor, type Table } from "../table/property.ts";
import { map, text } from "../table/shape.ts";
import { fromEngineLabels, labelsSet, toEngineLabels } from "./labels.ts";
import { removeWhenUnused } from "./patience.ts";
import type { EngineResource, World } from "./world.ts";

const { replaced, computed } = rowsFor<VolumeCreateOptions, VolumeInspectInfo>();
const busy = 409; // "volume is in use" (Docker Engine API, VolumeDelete)

// Every property of a volume that we know (terraform-provider-docker 4.5.0, internal/provider/resource_docker_volume.go).
const volumeProperties: Table<VolumeCreateOptions, VolumeInspectInfo> = {
  name: replaced(text({ required: true }), { place: (Name) => ({ Name }), see: ({ Name }) => Name }),
  labels: replaced(labelsSet, {
    place: (labels) => ({ Labels: toEngineLabels(labels) }),
    see: ({ Labels }) => fromEngineLabels(Labels),
  }),
  driver: replaced(text(), { whenAbsent: "kept", place: (Driver) => ({ Driver }), see: ({ Driver }) => Driver }),
  driverOpts: replaced(map(), { place: (DriverOpts) => ({ DriverOpts }), see: ({ Options }) => Options ?? {} }),
  mountpoint: computed(text(), { see: ({ Mountpoint }) => Mountpoint }),
};

/** `docker:index/volume:Volume`. The engine's answer to a name it knows is the volume it has: creating adopts. */
export const volume: EngineResource = {
  properties: volumeProperties,
  finishedBy: "mountpoint",
  deletedFirst: false,
  create: createVolume,
  read: readVolume,
  update: async () => null, // no property is "updated"
  remove: removeVolume,
};

async function createVolume(world: World, inputs: Properties): Promise<Existing> {
  const options: VolumeCreateOptions = Object.assign({}, ...placeAll(volumeProperties, inputs));
  await world.engine.createVolume(options);
  const existing = await readVolume(world, String(inputs.name), inputs);
  if (existing === null)
    throw new Error(`volume \`${inputs.name}\` was removed right after it was created. Run the command again.`);
  return existing;
}

async function readVolume({ engine }: World, id: string, known: Properties): Promise<Existing | null> {
  const seen = await unlessMissing(engine.getVolume(id).inspect());
  return seen && { id: seen.Name, state: describeSeen(volumeProperties, seen, known) };
}

async function removeVolume({ engine, cancelled }: World, id: string): Promise<void> {
  const late = () => new Error(`volume \`${id}\` is still in use. See \`docker ps -a --filter volume=${id}\`.`);
  await removeWhenUnused(() => engine.getVolume(id).remove({ force: true }), busy, { seconds: 30, cancelled, late });
}
