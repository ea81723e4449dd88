import { unlessMissing } from "../../../src/io/docker/engine-answers.ts";
import type { Existing } from "../../provider/resource.ts";
import { describeSeen } from "../../table/outputs.ts";
import type { Properties } from "../../table/plain.ts";
import type { EngineResource, World } from "../world.ts";
import { createContainer } from "./create.ts";
import { containerProperties } from "./properties/properties.ts";
import type { SeenContainer } from "./properties/rows.ts";
import { removeContainer } from "./remove.ts";
import { updateContainer } from "./update.ts";

/** `docker:index/container:Container`. */
export const container: EngineResource = {
  properties: containerProperties,
  finishedBy: "networkDatas",
  deletedFirst: true,
  create: createContainer,
  read: readContainer,
  update: updateContainer,
  remove: removeContainer,
};

async function readContainer({ engine }: World, id: string, known: Properties): Promise<Existing | null> {
  const seen = (await unlessMissing(engine.getContainer(id).inspect())) as SeenContainer | null;
  return seen && { id: seen.Id, state: describeSeen(containerProperties, seen, known) };
}
