import type Docker from "dockerode";
import { lastLogLines } from "../docker/container-logs.ts";
import { unlessMissing } from "../docker/engine-answers.ts";
import type { SearchedPlace } from "./place.ts";

/** What `docker inspect` says of every container, network and volume of a stack, and of the images the containers are made of. */
export async function descriptions(engine: Docker, stack: string): Promise<readonly SearchedPlace[]> {
  const filters = labelled(stack);
  const [containers, networks, { Volumes }] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listNetworks({ filters }),
    engine.listVolumes({ filters: JSON.stringify(filters) }),
  ]);
  return present([
    ...containers.map((it) => described(`container ${containerName(it)}`, engine.getContainer(it.Id).inspect())),
    ...networks.map(({ Id, Name }) => described(`network ${Name}`, engine.getNetwork(Id).inspect())),
    ...Volumes.map(({ Name }) => described(`volume ${Name}`, engine.getVolume(Name).inspect())),
    ...imagesOf(containers).map((id) => described(`image ${id}`, engine.getImage(id).inspect())),
  ]);
}

/** What `docker history` says of every image that a container of the stack is made of. */
export async function histories(engine: Docker, stack: string): Promise<readonly SearchedPlace[]> {
  const containers = await engine.listContainers({ all: true, filters: labelled(stack) });
  return present(imagesOf(containers).map((id) => told(`the history of image ${id}`, engine.getImage(id).history())));
}

/** The whole log of every container of the stack. */
export async function containerLogs(engine: Docker, stack: string): Promise<readonly SearchedPlace[]> {
  const containers = await engine.listContainers({ all: true, filters: labelled(stack) });
  return Promise.all(
    containers.map(async (container) => {
      const lines = await lastLogLines(engine, container.Id, allLines);
      return { where: `the log of ${containerName(container)}`, text: lines.join("\n") };
    }),
  );
}

/** Where the engine keeps everything, on its own machine. */
export async function engineFolder(engine: Docker): Promise<string> {
  return (await engine.info()).DockerRootDir;
}

/** More than the 30 MB that a container of the stack may log. */
const allLines = 100_000_000;

/** The filter for everything that carries the stack's label. */
export function labelled(stack: string) {
  return { label: [`chatkeep.stack=${stack}`] };
}

/** A container's name as people write it. */
export function containerName({ Names, Id }: Pick<Docker.ContainerInfo, "Names" | "Id">): string {
  return Names[0]?.slice(1) ?? Id;
}

function imagesOf(containers: readonly Docker.ContainerInfo[]): readonly string[] {
  return [...new Set(containers.map(({ ImageID }) => ImageID))];
}

function described(what: string, answer: Promise<unknown>): Promise<SearchedPlace | null> {
  return told(`the description of ${what}`, answer);
}

/** null when it is gone meanwhile. */
async function told(where: string, answer: Promise<unknown>): Promise<SearchedPlace | null> {
  const found = await unlessMissing(answer);
  return found === null ? null : { where, text: JSON.stringify(found) };
}

async function present(places: readonly Promise<SearchedPlace | null>[]): Promise<readonly SearchedPlace[]> {
  return (await Promise.all(places)).flatMap((place) => place ?? []);
}
