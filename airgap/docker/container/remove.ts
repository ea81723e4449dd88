import { statusOf, unlessMissing } from "../../../src/io/docker/engine-answers.ts";
import type { Properties } from "../../table/plain.ts";
import { unlessAlready } from "../engine-answers.ts";
import type { World } from "../world.ts";

const underWay = 409; // "removal of container … is already in progress"

/** Stops a container, giving it its grace, removes it with its nameless volumes, and waits until it is gone. */
export async function removeContainer({ engine, cancelled }: World, id: string, state: Properties): Promise<void> {
  const container = engine.getContainer(id);
  if (state.attach !== true)
    await unlessMissing(unlessAlready(container.stop({ t: Number(state.destroyGraceSeconds ?? 0) })));
  await unlessMissing(container.remove({ v: state.removeVolumes !== false, force: true }).catch(unlessUnderWay));
  await unlessMissing(container.wait({ condition: "removed", abortSignal: cancelled }));
}

function unlessUnderWay(error: unknown): void {
  if (statusOf(error) !== underWay) throw error;
}
