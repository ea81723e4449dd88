import type Docker from "dockerode";
import { isGone, ownMark, type ProcessMachine } from "../machine/process-marks.ts";
import { unlessMissing, unlessStatus } from "./engine-answers.ts";

/** What a look makes on the engine carries this, and nothing of a stack does. */
const probeLabel = "chatkeep.look";
/** The process that looks; versions before did not say it. */
const probedBy = "chatkeep.process";
const longestProbeSeconds = 600;

/** The labels of what a look makes on the engine and removes again: where it is killed that stays, and the next can tell. */
export async function probeLabels(machine: ProcessMachine): Promise<Readonly<Record<string, string>>> {
  return { [probeLabel]: "volumes", [probedBy]: await ownMark(machine) };
}

/** Removes the containers and images of looks of this machine that were killed. A volume that one of them holds could not be removed. */
export async function sweepLeftProbes(engine: Docker, machine: ProcessMachine): Promise<void> {
  const filters = { label: [probeLabel] };
  const [containers, images] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listImages({ filters }),
  ]);
  const left = await leftAmong(containers, machine);
  await Promise.all(left.map(({ Id }) => removed(engine.getContainer(Id).remove({ force: true }))));
  // An image can go once its containers have. In versions before it had no label.
  const ids = [...left.map(({ ImageID }) => ImageID), ...(await leftAmong(images, machine)).map(({ Id }) => Id)];
  await Promise.all([...new Set(ids)].map((id) => removed(engine.getImage(id).remove())));
}

interface ProbedThing {
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Created: number;
}

async function leftAmong<Thing extends ProbedThing>(things: readonly Thing[], machine: ProcessMachine) {
  const left = await Promise.all(things.map((thing) => isLeft(thing, machine)));
  return things.filter((_, index) => left[index]);
}

async function isLeft({ Labels, Created }: ProbedThing, machine: ProcessMachine): Promise<boolean> {
  const mark = Labels?.[probedBy];
  return mark === undefined ? Date.now() / 1_000 - Created > longestProbeSeconds : await isGone(mark, machine);
}

/** Two commands may find the same, and the engine is at it already (409). */
async function removed(removal: Promise<unknown>): Promise<void> {
  await unlessStatus([409], unlessMissing(removal));
}
