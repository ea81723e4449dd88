import type Docker from "dockerode";
import { execIn } from "../docker/container-exec.ts";
import { unlessStatus } from "../docker/engine-answers.ts";
import { containerName, labelled } from "./engine.ts";
import type { SearchedPlace } from "./place.ts";

/**
 * Command line and environment of every process in the stack's running containers: as the engine's own `ps` lists them
 * (`e` adds the environment, ps(1)), root's too, and byte by byte as `/proc` shows them inside, to the user the container runs as.
 */
export async function containerProcesses(engine: Docker, stack: string): Promise<readonly SearchedPlace[]> {
  const containers = await engine.listContainers({ filters: labelled(stack) });
  const texts = await Promise.all(
    containers.map(async (container) => ({
      where: `the processes of ${containerName(container)}`,
      text: [await listed(engine, container.Id), await shownInside(engine, container.Id)].join("\n"),
    })),
  );
  return texts.filter(({ text }) => text !== "\n");
}

/** 404 and 409 are a container that ended meanwhile (Engine API, "List processes running inside a container"). */
const ended = [404, 409];

async function listed(engine: Docker, id: string): Promise<string> {
  const found = await unlessStatus(ended, engine.getContainer(id).top({ ps_args: "axewwo pid,args" }));
  return JSON.stringify(found?.Processes ?? "");
}

async function shownInside(engine: Docker, id: string): Promise<string> {
  const args = ["sh", "-c", "cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2> /dev/null"];
  return (await unlessStatus(ended, execIn(engine, id, args)))?.stdout ?? "";
}
