import { isJsonObject, type Json, type JsonObject } from "../../kinds/json.ts";
import type { HomeserverDecisions } from "../../plan/decisions.ts";
import type { Plan } from "../../plan/plan.ts";
import { turnAddresses } from "../../plan/services/turn.ts";
import type { FederationSettings } from "../../settings/settings.ts";
import type { File, Templates } from "../files.ts";
import { fillYaml, templateAt, writeYaml } from "../fill.ts";
import type { FilesGiven } from "./renderer.ts";

/** matrix.org's key as Synapse's own container configuration pins it (docker/conf/homeserver.yaml, `trusted_key_servers`). */
const matrixOrg: JsonObject = {
  server_name: "matrix.org",
  verify_keys: { "ed25519:auto": "Noi6WqcDj0QmPxCNQqgezwTlBKrfqehY1u2FyWP9uYw" },
};

/** Synapse's files, save the secret ones. */
export function renderSynapse({ plan, templates }: FilesGiven): readonly File[] {
  return [
    { path: "homeserver.yaml", text: writeYaml(homeserverDocument(plan, templates)) },
    { path: "log.yaml", text: templateAt(templates, "synapse/log.yaml") },
    { path: "chatkeep_uploads.py", text: templateAt(templates, "synapse/chatkeep_uploads.py") },
    { path: "start.sh", text: templateAt(templates, "synapse/start.sh") },
    { path: "pictures.py", text: templateAt(templates, "synapse/pictures.py") },
    { path: "health.sh", text: templateAt(templates, "health.sh") },
    { path: "check.sh", text: templateAt(templates, "synapse/check.sh") },
    { path: "room.sh", text: templateAt(templates, "room.sh") },
    { path: "volume-name", text: plan.volumes.synapse.name },
    { path: "server-name", text: plan.serverName },
  ];
}

/** What homeserver.yaml says: the template with the plan's values, and the escape hatch on top. */
export function homeserverDocument(plan: Plan, templates: Templates): JsonObject {
  const decided = fillYaml(templates, "synapse/homeserver.yaml", homeserverValues(plan));
  return mergeDeep(decided, plan.homeserver.homeserver);
}

/** Plain settings under their own names; what Synapse wants in another shape under its own. */
function homeserverValues(plan: Plan): Readonly<Record<string, Json | undefined>> {
  const { homeserver } = plan;
  return {
    ...homeserver,
    serverName: plan.serverName,
    publicBaseUrl: `${plan.baseUrl}/`,
    adminContact: homeserver.adminContact ?? undefined,
    oldSigningKeys: oldSigningKeys(homeserver),
    enableRegistration: homeserver.registration === "token",
    uploadLimits: uploadLimits(homeserver),
    mediaRetention: mediaRetention(homeserver),
    retention: retention(homeserver.messageRetention),
    turnUris: plan.turn === null ? undefined : [...turnAddresses(plan.turn)],
    turnSharedSecretPath: plan.turn === null ? undefined : "turn-shared-secret",
    cacheBytesAimed: Math.floor(homeserver.cacheBytes * 0.8),
    ...federationValues(homeserver.federation),
  };
}

/** An explicit empty list of domains means none; leaving the key out means all (Synapse, `federation_domain_whitelist`). */
function federationValues(federation: FederationSettings): Readonly<Record<string, Json | undefined>> {
  const closed = federation.mode === "closed";
  return {
    listenerResources: closed ? ["client"] : ["client", "federation"],
    sendFederation: !closed,
    excludeRemoteUsers: closed,
    federationDomains:
      federation.mode === "open" ? undefined : federation.mode === "closed" ? [] : [...federation.servers],
    trustedKeyServers: federation.mode === "open" ? [matrixOrg] : [],
  };
}

function oldSigningKeys({ retiredSigningKeys }: HomeserverDecisions): JsonObject {
  return Object.fromEntries(
    retiredSigningKeys.map(({ keyId, publicKey, expired }) => [keyId, { key: publicKey, expired_ts: expired }]),
  );
}

function uploadLimits({ uploadQuota }: HomeserverDecisions): readonly JsonObject[] {
  return uploadQuota === null ? [] : [{ max_size: uploadQuota.size, time_period: uploadQuota.within }];
}

function mediaRetention({ mediaRetention: { local, remote } }: HomeserverDecisions): JsonObject {
  return {
    ...(local === null ? {} : { local_media_lifetime: local }),
    ...(remote === null ? {} : { remote_media_lifetime: remote }),
  };
}

/** Messages are purged daily once a lifetime is set; rooms may ask for less, not for more. */
function retention(lifetime: number | null): JsonObject {
  if (lifetime === null) return { enabled: false };
  return {
    enabled: true,
    default_policy: { max_lifetime: lifetime },
    allowed_lifetime_max: lifetime,
    purge_jobs: [{ interval: "1d" }],
  };
}

/** Mappings are merged key by key; anything else in `over` takes the place of what was there. */
function mergeDeep(under: JsonObject, over: JsonObject): JsonObject {
  const merged = Object.entries(over).map(([key, value]): [string, Json] => {
    const before = under[key];
    return [key, isJsonObject(before) && isJsonObject(value) ? mergeDeep(before, value) : value];
  });
  return { ...under, ...Object.fromEntries(merged) };
}
