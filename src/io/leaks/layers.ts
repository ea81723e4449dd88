import type { IncomingMessage } from "node:http";
import type Docker from "dockerode";
import { unlessMissing, unlessStatus } from "../docker/engine-answers.ts";
import { tarEntries } from "../docker/tar-entries.ts";
import { containerName, labelled } from "./engine.ts";
import type { SearchedPlace } from "./place.ts";

/**
 * What the stack's containers keep beside their images, stopped ones too: all that `docker export` shows and the image does not
 * (Engine API, "Get changes on a container's filesystem"). Volumes are no part of it.
 */
export async function* containerLayers(engine: Docker, stack: string): AsyncGenerator<SearchedPlace> {
  for (const found of await engine.listContainers({ all: true, filters: labelled(stack) })) {
    const container = engine.getContainer(found.Id);
    for (const path of await changedPaths(container)) {
      const text = await fileAt(container, path);
      if (text !== null) yield { where: `the file ${path} in the container ${containerName(found)}`, text };
    }
  }
}

interface Change {
  readonly Path: string;
  /** 0: changed, 1: added, 2: deleted. */
  readonly Kind: number;
}

/** Nothing where the container is gone meanwhile. */
async function changedPaths(container: Docker.Container): Promise<readonly string[]> {
  const changes: readonly Change[] = (await unlessMissing(container.changes())) ?? [];
  return changes.filter(({ Kind }) => Kind !== 2).map(({ Path }) => Path);
}

/** null where there is no file: of a folder that a volume is mounted on, the engine would send the volume. */
async function fileAt(container: Docker.Container, path: string): Promise<string | null> {
  const answer: IncomingMessage | null = await unlessMissing(container.infoArchive({ path }));
  answer?.resume();
  if (answer === null || !isFile(answer.headers)) return null;
  const archive = await unlessStatus([404, 409], container.getArchive({ path }));
  if (archive === null) return null;
  const entries = await tarEntries(archive);
  return entries.map(({ content }) => content.toString("latin1")).join("");
}

/** By the type bits of Go's file mode, which are all zero for a file (Go, package io/fs, FileMode). */
function isFile(headers: IncomingMessage["headers"]): boolean {
  const stat = JSON.parse(Buffer.from(String(headers["x-docker-container-path-stat"]), "base64").toString());
  return (stat.mode & goTypeBits) === 0;
}

/** Folder, link, device, pipe, socket, character device, irregular. */
const goTypeBits = [31, 27, 26, 25, 24, 21, 19].reduce((bits, each) => bits | (1 << each), 0);
