import { hostOf } from "../kinds/names.ts";
import { homeserverSettings } from "../settings/definitions.ts";
import { type IssuedSecret, issuedSecrets } from "../settings/issued-secrets.ts";
import { delegationOf } from "../settings/names/served-names.ts";
import type { Settings } from "../settings/settings.ts";
import type { HomeserverDecisions, ProxyDecisions } from "./decisions.ts";
import { decideDns } from "./dns/dns.ts";
import type { Plan } from "./plan.ts";
import { serviceDefinitions } from "./services/all.ts";
import { decideBackup } from "./services/backup.ts";
import type { ServiceDefinition } from "./services/definition.ts";
import { decideElementWeb, elementWebLeftOut } from "./services/element-web.ts";
import { planInstaller } from "./services/installer.ts";
import { planNetworks } from "./services/networks.ts";
import { planServices } from "./services/services.ts";
import { type Sizing, sizeStack } from "./services/sizing.ts";
import { callsLeftOut, decideTurn } from "./services/turn.ts";
import { planVolumes } from "./services/volumes.ts";

/** Decides everything about a stack from its settings. */
export function decidePlan(
  stack: string,
  settings: Settings,
  definitions: readonly ServiceDefinition[] = serviceDefinitions,
  issued: readonly IssuedSecret[] = issuedSecrets,
): Plan {
  const sizing = sizeStack(settings, definitions);
  const services = planServices(stack, settings, sizing, definitions, issued);
  return {
    stack,
    serverName: settings.serverName,
    hostName: settings.hostName,
    delegation: delegationOf(settings),
    baseUrl: baseUrl(settings),
    networks: planNetworks(stack, settings, services),
    volumes: planVolumes(stack, settings, services, definitions),
    services,
    installer: planInstaller(stack, settings, services),
    homeserver: decideHomeserver(settings, sizing),
    postgres: sizing.postgres,
    postgresVersion: settings.postgresVersion,
    proxy: decideProxy(settings, sizing),
    turn: decideTurn(settings),
    backup: decideBackup(settings, sizing),
    dns: decideDns(stack, settings),
    elementWeb: decideElementWeb(stack, settings),
    leftOut: [...elementWebLeftOut(settings), ...callsLeftOut(settings)],
    epochs: settings.epochs,
  };
}

function baseUrl({ hostName, publicPort }: Settings): string {
  return publicPort === 443 ? `https://${hostName}` : `https://${hostName}:${publicPort}`;
}

function decideHomeserver(settings: Settings, sizing: Sizing): HomeserverDecisions {
  const { cacheFactor, cacheBytes, picturePixels, databaseConnections } = sizing;
  return { ...pick(settings, homeserverSettings), cacheFactor, cacheBytes, picturePixels, databaseConnections };
}

function pick<From, Key extends keyof From>(from: From, keys: readonly Key[]): Pick<From, Key> {
  return Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<From, Key>;
}

/** Other servers that an SRV record led here send requests for the server name; servers that read a well-known document do not. */
function proxyNames(settings: Settings): Pick<ProxyDecisions, "names" | "wellKnownName"> {
  const own = hostOf(settings.serverName);
  switch (delegationOf(settings)) {
    case "srv":
      return { names: [settings.hostName, own], wellKnownName: null };
    case "here":
      return { names: [settings.hostName], wellKnownName: own };
    default:
      return { names: [settings.hostName], wellKnownName: null };
  }
}

function decideProxy(settings: Settings, sizing: Sizing): ProxyDecisions {
  return {
    tls: settings.tls.mode === "files" ? { mode: "files" } : settings.tls,
    ...proxyNames(settings),
    redirectsHttp: settings.ports.http !== null,
    trustedProxies: settings.trustedProxies,
    holdSeconds: 120,
    ...sizing.proxy,
    trustedAuthorities: settings.trustedAuthorities,
  };
}
