import { inMebibytes } from "../../kinds/size.ts";
import type { Settings } from "../../settings/settings.ts";
import type { PostgresDecisions, ProxyDecisions } from "../decisions.ts";
import type { ServiceRole } from "../plan.ts";

/** The memory of a stack, shared out, and what follows from it and from the processors. */
export interface Sizing {
  readonly memory: Readonly<Record<ServiceRole, number>>;
  readonly processes: Readonly<Record<ServiceRole, number>>;
  readonly cacheFactor: number;
  readonly cacheBytes: number;
  readonly picturePixels: number;
  readonly databaseConnections: { readonly minimum: number; readonly maximum: number };
  readonly postgres: PostgresDecisions;
  readonly proxy: Pick<ProxyDecisions, "connections" | "picturesAtOnce" | "uploadsAtOnce">;
}

/**
 * Two sizes: a change of memory that does not cross the step leaves the proxy running, which holds the requests meanwhile. A
 * thousand connections of the worst that a head can be take 300 MiB; what a gigabyte holds beside them has no room for that.
 */
function sizeOfProxy(all: number): number {
  return all < 1_536 ? 256 : 320;
}

/**
 * Connections that the proxy's memory carries, to clients and to Synapse together, the same in both sizes: Caddy keeps to nine tenths
 * of its memory, needs some 40 MiB itself, and a slow client's request takes up to 96 KiB (measured: docs/reliability.md, "Under attack").
 */
const proxyConnections = Math.floor(((256 * 0.9 - 40) * 1024) / 96);

/** A relayed call takes some hundred kibibytes of the TURN server, and there are at most some hundred ports to relay through. */
const turnMebibytes = 128;

/** What a pixel takes at most while a picture is made smaller, one at a time (templates/synapse/pictures.py): a third of Synapse's memory is for that. */
const bytesPerPixel = 13;

/** As Synapse ships it (`max_image_pixels: 32M`): larger pictures take minutes, not only memory. */
const mostPixels = 32 * 2 ** 20;

/** Shares memory and processors out: two fifths of what proxy and TURN server leave go to Postgres, the rest to Synapse. */
export function sizeStack({ memory, processors, calls }: Pick<Settings, "memory" | "processors" | "calls">): Sizing {
  const proxy = sizeOfProxy(inMebibytes(memory));
  const shared = inMebibytes(memory) - proxy - (calls === null ? 0 : turnMebibytes);
  const postgres = Math.floor(shared * 0.4);
  const synapse = shared - postgres;
  const databaseConnections = { minimum: 3, maximum: clamp(3 * processors, 5, 20) };
  return {
    memory: { proxy, turn: turnMebibytes, postgres, synapse },
    processes: { proxy: 1024, turn: 1024, postgres: 1024 + 16 * processors, synapse: 1024 + 64 * processors },
    cacheFactor: clamp(Math.round(synapse / 102.4) / 10, 0.5, 8),
    cacheBytes: Math.floor(synapse * 0.5) * 2 ** 20,
    picturePixels: Math.min(Math.floor((synapse * 2 ** 20) / 3 / bytesPerPixel), mostPixels),
    databaseConnections,
    postgres: sizePostgres(postgres, processors, databaseConnections.maximum),
    proxy: sizeProxy(synapse),
  };
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
