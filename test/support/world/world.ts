import { removeEngine } from "../engines/second-engine.ts";
import type { Sources } from "../stack/sources.ts";
import { makeAuthority, type WorldAuthority } from "./certificates.ts";
import { startDns, type WorldDns, type ZoneRecord } from "./internet/dns.ts";
import { type PushGateway, startGateway } from "./internet/gateway.ts";
import { type Listener, listenIn } from "./internet/listener.ts";
import { type AcmeAuthority, startPebble, type Way } from "./internet/pebble.ts";
import { makePlace, type Place } from "./internet/place.ts";
import { openTunnel, type Tunnel } from "./internet/tunnel.ts";

/** A small internet with everything that servers of chatkeep's meet: DNS, certificate authorities, a push gateway. */
export interface World {
  readonly place: Place;
  readonly authority: WorldAuthority;
  readonly dns: WorldDns;
  readonly tunnel: Tunnel;
  readonly acme: Readonly<Record<Way, AcmeAuthority>>;
  readonly gateway: PushGateway;
  readonly listener: Listener;
  /** Those of the stack that this one is made like. */
  readonly sources: Sources;
  /** What a client of this world trusts. */
  readonly trusted: readonly string[];
  remove(): Promise<void>;
}

/** What a world begins with. */
export interface WorldSettings {
  readonly zones: Readonly<Record<string, readonly ZoneRecord[]>>;
  /** How long the certificates are good that are got by a DNS record; the others are for years. */
  readonly briefSeconds: number;
}

const years = 5 * 365 * 86_400;

/** Makes a world on an engine of its own, from the images of a stack that is up; where that fails, nothing of it stays. */
export async function makeWorld(sources: Sources, { zones, briefSeconds }: WorldSettings): Promise<World> {
  const cleanup = new AsyncDisposableStack();
  try {
    const place = await makePlace([...new Set([...sources.images, ...sources.worldImages])]);
    cleanup.defer(() => removeEngine(place.engine));
    const authority = await makeAuthority(place.folder);
    const dns = cleanup.use(await startDns(place, authority, zones));
    const tunnel = cleanup.use(await openTunnel(place));
    const start = (way: Way, seconds: number) => startPebble(place, { authority, tunnel }, way, seconds);
    const plain = cleanup.use(await start("plain", years));
    const secure = cleanup.use(await start("secure", years));
    const byRecord = cleanup.use(await start("dns", briefSeconds));
    const gateway = cleanup.use(await startGateway(place, authority));
    const listener = cleanup.use(await listenIn(place));
    const trusted = [authority.pem, plain.root, secure.root, byRecord.root];
    const remove = () => cleanup.disposeAsync();
    const acme = { plain, secure, dns: byRecord };
    return { place, authority, dns, tunnel, acme, gateway, listener, sources, trusted, remove };
  } catch (error) {
    await cleanup.disposeAsync();
    throw error;
  }
}
