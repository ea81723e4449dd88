import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import type Docker from "dockerode";
import type { ProcessMachine } from "../machine/process-marks.ts";
import { fileIn } from "./container-exec.ts";
import { unlessMissing } from "./engine-answers.ts";
import { probeLabels, sweepLeftProbes } from "./left-probes.ts";

/** What a data volume says of the server it belongs to. */
export interface VolumeMark {
  /** The ids of the server's master keys, newest last; empty for a server from before they were written down; null for a volume that no server has had yet. */
  readonly keyIds: readonly string[] | null;
  /** The server's name; null where the volume does not say it. */
  readonly serverName: string | null;
  /** The major version of Postgres that made the database in it (`PG_VERSION`; PostgreSQL manual, "Database File Layout"); null where there is none. */
  readonly clusterVersion: number | null;
}

/** The marks of volumes, by their names. */
export type VolumeMarks = Readonly<Record<string, VolumeMark>>;

/** Where a volume can be read: in a container that has it, running or not. */
interface Window {
  readonly container: string;
  readonly folder: string;
}

/**
 * Reads the marks of volumes that are there: through a container that has them, and else through one that is made for it, never
 * started and removed again; what killed looks left of those goes first. The installer writes the marks: `.chatkeep` and, in Synapse's volume, `server-name`.
 */
export async function readVolumeMarks(
  engine: Docker,
  machine: ProcessMachine,
  volumes: readonly string[],
): Promise<VolumeMarks> {
  await sweepLeftProbes(engine, machine);
  const windows = await windowsTo(engine, volumes);
  const hidden = volumes.filter((name) => !windows.has(name));
  const seen = await marksThrough(engine, windows);
  return hidden.length === 0 ? seen : { ...seen, ...(await marksOfUnused(engine, machine, hidden)) };
}

async function windowsTo(engine: Docker, volumes: readonly string[]): Promise<ReadonlyMap<string, Window>> {
  const containers = await engine.listContainers({ all: true, filters: { volume: [...volumes] } });
  const windows = containers.flatMap(({ Id, Mounts }) =>
    Mounts.map(({ Name, Destination }) => [Name ?? "", { container: Id, folder: Destination }] as const),
  );
  return new Map(windows.filter(([name]) => volumes.includes(name)));
}

async function marksThrough(engine: Docker, windows: ReadonlyMap<string, Window>): Promise<VolumeMarks> {
  const marks = [...windows].map(async ([name, window]) => [name, await markThrough(engine, window)] as const);
  return Object.fromEntries(await Promise.all(marks));
}

async function markThrough(engine: Docker, { container, folder }: Window): Promise<VolumeMark> {
  const [ids, serverName, clusterVersion] = await Promise.all([
    fileIn(engine, container, `${folder}/.chatkeep`),
    fileIn(engine, container, `${folder}/server-name`),
    fileIn(engine, container, `${folder}/cluster/PG_VERSION`),
  ]);
  return {
    keyIds: ids === null ? null : keyIdsIn(ids),
    serverName: serverName?.trim() || null,
    clusterVersion: Number(clusterVersion) || null,
  };
}

/** One id a line, as `MasterKey.id()` gives it. */
function keyIdsIn(text: string): readonly string[] {
  return text.split("\n").filter((line) => /^[0-9a-f]{12}$/.test(line));
}

/** A container that is never started needs no program: its image is an empty one, and goes with it. */
async function marksOfUnused(
  engine: Docker,
  machine: ProcessMachine,
  volumes: readonly string[],
): Promise<VolumeMarks> {
  const labels = await probeLabels(machine);
  const image = await emptyImage(engine, labels);
  try {
    const container = await engine.createContainer({
      Image: image,
      Cmd: ["/never-started"],
      Labels: { ...labels },
      NetworkDisabled: true,
      HostConfig: { Binds: volumes.map((name) => `${name}:${folderOf(name)}:ro,nocopy`) },
    });
    try {
      return await marksThrough(
        engine,
        new Map(volumes.map((name) => [name, { container: container.id, folder: folderOf(name) }])),
      );
    } finally {
      await unlessMissing(container.remove({ force: true }));
    }
  } finally {
    await unlessMissing(engine.getImage(image).remove({ force: true }));
  }
}

function folderOf(volume: string): string {
  return `/volumes/${volume}`;
}

/** Two blocks of zeros are an archive without files (tar(5)). The engine answers with the image's id (Engine API, "Create an image", `fromSrc`). */
async function emptyImage(engine: Docker, labels: Readonly<Record<string, string>>): Promise<string> {
  const changes = Object.entries(labels).map(([label, value]) => `LABEL ${label}=${value}`);
  const answer = await engine.importImage(Readable.from([Buffer.alloc(1_024)]), { changes });
  const lines = (await text(answer)).trim().split("\n");
  const { status } = JSON.parse(lines.at(-1) ?? "{}");
  return String(status);
}
