import { setTimeout as pause } from "node:timers/promises";
import { certificateOf, type ServedCertificate } from "./observations.ts";
import type { World } from "./world.ts";

/** Someone who looks at a server's certificate all the time. */
export interface CertificateWatch {
  /** Each certificate that was served, in order. */
  readonly served: readonly ServedCertificate[];
  /** Looks that found none, or one that had ended. */
  readonly bad: readonly string[];
  stop(): Promise<void>;
}

/** Begins to observe, once a second, each time over a new connection. */
export function watchCertificate(world: World, name: string): CertificateWatch {
  const served: ServedCertificate[] = [];
  const bad: string[] = [];
  const stopping = new AbortController();
  const observe = async () => {
    const found = await certificateOf(world, name);
    if (found.serial !== served.at(-1)?.serial) served.push(found);
    if (found.end < new Date()) bad.push(`one that ended at ${found.end.toISOString()}`);
  };
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      await observe().catch((error: unknown) => bad.push(String(error)));
      await pause(1_000, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  const stop = async () => {
    stopping.abort();
    await looking;
  };
  return { served, bad, stop };
}
