import { hostOf } from "../kinds/names.ts";
import { delegationOf } from "../settings/names/served-names.ts";
import type { Spec } from "../settings/settings.ts";
import type { HomeserverDecisions, ProxyDecisions } from "./decisions.ts";
import { decideDns } from "./dns/dns.ts";
import type { Plan } from "./plan.ts";
import { decideElementWeb, elementWebLeftOut } from "./services/element-web.ts";
import { planInstaller } from "./services/installer.ts";
import { planNetwork } from "./services/networks.ts";
import { planServices } from "./services/services.ts";
import { type Sizing, sizeStack } from "./services/sizing.ts";
import { callsLeftOut, decideTurn } from "./services/turn.ts";
import { planVolumes } from "./services/volumes.ts";

/** Decides everything about a stack from its settings. */
export function decidePlan(stack: string, spec: Spec): Plan {
  const sizing = sizeStack(spec);
  const services = planServices(stack, spec, sizing);
  const elementWeb = decideElementWeb(stack, spec);
  return {
    stack,
    serverName: spec.serverName,
    hostName: spec.hostName,
    delegation: delegationOf(spec),
    baseUrl: baseUrl(spec),
    networks: {
      edge: planNetwork(stack, "edge", spec),
      data: planNetwork(stack, "data", spec),
      ...(spec.calls === null ? {} : { calls: planNetwork(stack, "calls", spec) }),
    },
    volumes: planVolumes(stack, { ...spec, servesElementWeb: elementWeb !== null }),
    services,
    installer: planInstaller(stack, spec, services),
    homeserver: decideHomeserver(spec, sizing),
    postgres: sizing.postgres,
    proxy: decideProxy(spec, sizing),
    turn: decideTurn(spec),
    dns: decideDns(stack, spec),
    elementWeb,
    leftOut: [...elementWebLeftOut(spec), ...callsLeftOut(spec)],
    epochs: spec.epochs,
  };
}

function baseUrl({ hostName, publicPort }: Spec): string {
  return publicPort === 443 ? `https://${hostName}` : `https://${hostName}:${publicPort}`;
}

function decideHomeserver(spec: Spec, sizing: Sizing): HomeserverDecisions {
  return {
    federation: spec.federation,
    registration: spec.registration,
    uploadBytes: spec.uploadSize,
    uploadQuota:
      spec.uploadQuota === null ? null : { bytes: spec.uploadQuota.size, milliseconds: spec.uploadQuota.within },
    messageRetentionMilliseconds: spec.messageRetention,
    localMediaRetentionMilliseconds: spec.mediaRetention.local,
    remoteMediaRetentionMilliseconds: spec.mediaRetention.remote,
    push: spec.push,
    adminContact: spec.adminContact,
    cacheFactor: sizing.cacheFactor,
    cacheBytes: sizing.cacheBytes,
    picturePixels: sizing.picturePixels,
    databaseConnections: sizing.databaseConnections,
    retiredSigningKeys: spec.retiredSigningKeys,
    further: spec.homeserver,
  };
}

/** Other servers that an SRV record led here ask for Synapse by the server name; whoever reads a well-known document does not. */
function proxyNames(spec: Spec): Pick<ProxyDecisions, "names" | "wellKnownName"> {
  const own = hostOf(spec.serverName);
  switch (delegationOf(spec)) {
    case "srv":
      return { names: [spec.hostName, own], wellKnownName: null };
    case "here":
      return { names: [spec.hostName], wellKnownName: own };
    default:
      return { names: [spec.hostName], wellKnownName: null };
  }
}

function decideProxy(spec: Spec, sizing: Sizing): ProxyDecisions {
  return {
    tls: spec.tls.mode === "files" ? { mode: "files" } : spec.tls,
    ...proxyNames(spec),
    redirectsHttp: spec.ports.http !== null,
    trustedProxies: spec.trustedProxies,
    holdSeconds: 120,
    ...sizing.proxy,
    trustedAuthorities: spec.trustedAuthorities,
  };
}
