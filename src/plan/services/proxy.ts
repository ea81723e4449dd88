import type { Settings } from "../../settings/settings.ts";
import { proxySource, referenceOf } from "../images/images.ts";
import { imageTable } from "../images/versions.ts";
import type { Egress, PublishedPort } from "../plan.ts";
import { controlFolder } from "./backup.ts";
import type { ServiceDefinition } from "./definition.ts";
import { elementWebFolder, elementWebName } from "./element-web.ts";
import { certificatesFolder } from "./turn.ts";

/**
 * Connections that the proxy's memory carries, to clients and to Synapse together, the same in both sizes: Caddy keeps to nine tenths
 * of its memory, needs some 40 MiB itself, and a slow client's request takes up to 96 KiB (measured: docs/measurements/reliability.md, "Under attack").
 */
export const proxyConnections = Math.floor(((256 * 0.9 - 40) * 1024) / 96);

/** The reverse proxy. It depends on no other service: it stays while Synapse is replaced, and holds requests meanwhile. */
export const proxyDefinition: ServiceDefinition = {
  name: "proxy",
  component: "chatkeep:server:Proxy",
  optional: null,
  needs: [],
  image: imageTable.caddy,
  reference: (settings) => referenceOf(imageTable.caddy, proxySource(settings)),
  memory: { kind: "fixed", mebibytes: sizeOfProxy },
  processes: () => 1024,
  openFiles: proxyConnections,
  sharedMemoryMebibytes: 64,
  // Caddy's official binary carries a file capability, so it starts only where NET_BIND_SERVICE is in the bounding set.
  capabilities: ["CAP_NET_BIND_SERVICE"],
  temporaryFolders: { "/tmp": "size=64m,mode=1777", "/config": "size=1m,mode=1777" },
  dataFolder: "/data",
  holdsPeoplesData: true,
  reads: [
    { volume: "element-web", folder: elementWebFolder, isWanted: (settings) => elementWebName(settings) !== null },
  ],
  writes: [
    { volume: "certificates", folder: certificatesFolder, isWanted: ({ calls }) => calls !== null },
    { volume: "control", folder: controlFolder, isWanted: ({ backup }) => backup !== null },
  ],
  hostFolders: () => [],
  secretFiles: ["certificate-key.pem"],
  secretPurposes: () => [],
  trustsAuthorities: true,
  networks: () => ["edge"],
  ports: publishedPorts,
  egress: certificateAuthority,
  stopSignal: "SIGTERM",
  graceSeconds: 10,
  startSeconds: 120,
};

/**
 * Two sizes: a change of memory that does not cross the step leaves the proxy running, which holds the requests meanwhile. A
 * thousand connections of the worst that a head can be take 300 MiB; what a gigabyte holds beside them has no room for that.
 */
function sizeOfProxy(all: number): number {
  return all < 1_536 ? 256 : 320;
}

function publishedPorts({ ports, bindAddress }: Settings): readonly PublishedPort[] {
  const everywhere = (internal: number, external: number) =>
    bindAddress.map((address) => ({ internal, external, address, protocol: "tcp" }) as const);
  return [...everywhere(443, ports.https), ...(ports.http === null ? [] : everywhere(80, ports.http))];
}

function certificateAuthority({ tls }: Settings): readonly Egress[] {
  if (tls.mode !== "acme") return [];
  const { hostname, port } = new URL(tls.directory);
  const authority = { to: hostname, port: port === "" ? 443 : Number(port), why: "certificates" };
  return tls.challenge === "http" ? [authority] : [authority, ...dnsChallenge];
}

/** The record is made at Cloudflare, then awaited at the zone's own nameservers before the authority is told to look. */
const dnsChallenge: readonly Egress[] = [
  { to: "api.cloudflare.com", port: 443, why: "the DNS record that proves the name" },
  { to: "the zone's nameservers", port: 53, why: "whether that record exists" },
];
