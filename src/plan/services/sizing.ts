import { inMebibytes } from "../../kinds/size.ts";
import type { Settings } from "../../settings/settings.ts";
import type { PostgresDecisions, ProxyDecisions } from "../decisions.ts";
import type { ByService } from "../plan.ts";
import { serviceDefinitions, wantedServices } from "./all.ts";
import { byService } from "./by-service.ts";
import type { ServiceDefinition } from "./definition.ts";
import { proxyConnections } from "./proxy.ts";

/** The memory of a stack, shared out, and what follows from it and from the processors. */
export interface Sizing {
  readonly memory: ByService<number>;
  readonly cacheFactor: number;
  readonly cacheBytes: number;
  readonly picturePixels: number;
  readonly databaseConnections: { readonly minimum: number; readonly maximum: number };
  readonly postgres: PostgresDecisions;
  readonly proxy: Pick<ProxyDecisions, "connections" | "picturesAtOnce" | "uploadsAtOnce">;
}

/** What a pixel takes at most while a picture is made smaller, one at a time (templates/synapse/pictures.py): a third of Synapse's memory is for that. */
const bytesPerPixel = 13;

/** As Synapse ships it (`max_image_pixels: 32M`): larger pictures take minutes, not only memory. */
const mostPixels = 32 * 2 ** 20;

/** Shares memory and processors out among the services that these settings want. */
export function sizeStack(settings: Settings, definitions: readonly ServiceDefinition[] = serviceDefinitions): Sizing {
  const { processors } = settings;
  const memory = shareMemory(inMebibytes(settings.memory), wantedServices(settings, definitions));
  const { postgres, synapse } = memory;
  const databaseConnections = { minimum: 3, maximum: clamp(3 * processors, 5, 20) };
  return {
    memory,
    cacheFactor: clamp(Math.round(synapse / 102.4) / 10, 0.5, 8),
    cacheBytes: Math.floor(synapse * 0.5) * 2 ** 20,
    picturePixels: Math.min(Math.floor((synapse * 2 ** 20) / 3 / bytesPerPixel), mostPixels),
    databaseConnections,
    postgres: sizePostgres(postgres, processors, databaseConnections.maximum),
    proxy: sizeProxy(synapse),
  };
}

/** First what is fixed, then parts of what that leaves, and all that is left at the end. */
function shareMemory(all: number, services: readonly ServiceDefinition[]): ByService<number> {
  const fixed = services.map(({ memory }) => (memory.kind === "fixed" ? memory.mebibytes(all) : 0));
  const shared = all - sum(fixed);
  const parts = services.map(({ memory }) => (memory.kind === "part" ? Math.floor(shared * memory.of) : 0));
  const rest = shared - sum(parts);
  const given = services.map(({ memory }, index) =>
    memory.kind === "rest" ? rest : (fixed[index] ?? 0) + (parts[index] ?? 0),
  );
  return byService(services.map(({ name }, index) => [name, given[index] ?? 0]));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

/** What the uploads of pictures take of Synapse: each draws thumbnails, for which some 300 MiB have to be there beside all else. */
function sizeProxy(synapse: number): Sizing["proxy"] {
  return { connections: proxyConnections, picturesAtOnce: synapse < 850 ? 1 : 2, uploadsAtOnce: 16 };
}

/**
 * Postgres's memory settings, by the PostgreSQL manual's chapter 19.4 (a quarter of the memory for shared buffers,
 * most of the rest counted on as the kernel's cache).
 */
function sizePostgres(mebibytes: number, processors: number, poolSize: number): PostgresDecisions {
  return {
    sharedBuffersMebibytes: Math.floor(mebibytes / 4),
    effectiveCacheMebibytes: Math.floor(mebibytes * 0.7),
    maintenanceMebibytes: clamp(Math.floor(mebibytes / 12), 32, 512),
    workMebibytes: clamp(Math.floor(mebibytes / 8 / poolSize), 4, 32),
    largestLogMebibytes: clamp(mebibytes * 2, 1024, 8192),
    connections: poolSize + 15,
    parallelWorkers: processors,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
