import type { Container } from "dockerode";
import { type Existing, Unfinished } from "../../provider/resource.ts";
import { describeSeen, describeUnfinished } from "../../table/outputs.ts";
import type { Properties } from "../../table/plain.ts";
import { messageOf } from "../engine-answers.ts";
import type { World } from "../world.ts";
import { ensureImage } from "./image.ts";
import { readLogs } from "./logs.ts";
import { joinNetworks } from "./networks.ts";
import { containerProperties, toCreateOptions } from "./properties/properties.ts";
import type { SeenContainer } from "./properties/rows.ts";
import { archiveUploads } from "./properties/uploads.ts";
import { waitUntilHealthy } from "./properties/waiting.ts";

/** Creates a container, gives it its networks and files, starts it, and waits as long as it was told to. */
export async function createContainer(world: World, inputs: Properties): Promise<Existing> {
  await ensureImage(world.engine, String(inputs.image));
  const container = await world.engine.createContainer(toCreateOptions(inputs));
  try {
    await joinNetworks(world.engine, container, inputs);
    const archive = await archiveUploads(inputs);
    if (archive !== null) await container.putArchive(archive, { path: "/" });
    const containerLogs = inputs.start === true ? await run(world, container, inputs) : null;
    const seen = (await container.inspect()) as SeenContainer;
    return { id: container.id, state: describeSeen(containerProperties, seen, { ...inputs, containerLogs }) };
  } catch (error) {
    throw new Unfinished(
      { id: container.id, state: describeUnfinished(containerProperties, inputs) },
      messageOf(error),
    );
  }
}

async function run({ cancelled }: World, container: Container, inputs: Properties): Promise<string | null> {
  await container.start();
  if (inputs.wait === true)
    await waitUntilHealthy(container, String(inputs.name), Number(inputs.waitTimeout), cancelled);
  if (inputs.attach !== true) return null;
  await container.wait({ condition: "not-running", abortSignal: cancelled });
  return inputs.logs === true ? readLogs(container, inputs.tty === true) : null;
}
