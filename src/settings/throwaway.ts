import type { Json } from "../kinds/json.ts";
import { type PostgresVersion, unwrittenPostgres } from "../kinds/postgres-version.ts";
import { issuedSecrets, secretKeys } from "./issued-secrets.ts";

/** A setting that a throwaway stack overrides. */
export interface Override {
  /** As the person sees it, such as `chatkeep:tls`. */
  readonly key: string;
  readonly to: Json;
  readonly why: string;
}

/** What a throwaway stack needs in addition to its settings. */
export interface ThrowawayPlace {
  /** A free port of the loopback address. */
  readonly httpsPort: number;
  /** What it may take at most; null where the settings ask for less. */
  readonly memoryMebibytes: number | null;
  /** Where images come from: as written, or as chosen where nothing is. */
  readonly imageSource: string;
  /** The plugins on this machine; the settings do not matter. */
  readonly pluginSource: string;
  /** Postgres's major version: the settings' own, or that on which archives come back. */
  readonly postgresVersion: PostgresVersion;
  /** Whether it serves data of people, so that nothing may leave it. */
  readonly isolated: boolean;
}

/** Those that others issued. A drill has the server's own passphrase, which opens its keys; it has no use for what opens other services. */
const issuedKeys: readonly string[] = issuedSecrets.map(({ key }) => key);

/** Raw settings by key, without the namespace. */
export type RawSettings = Readonly<Record<string, unknown>>;

/**
 * The settings of a throwaway stack: those that are written, on this machine alone, with an authority and keys of its own. The
 * server name stays, so that everything that follows from it is tried as it will be. Secrets are created again, or left out: another
 * stack's passphrase does not decrypt them. One that serves data which is there already keeps the keys of that.
 */
export function throwawaySettings(
  origin: RawSettings,
  place: ThrowawayPlace,
): { readonly settings: RawSettings; readonly overrides: readonly Override[] } {
  const leftOut = place.isolated ? issuedKeys : secretKeys;
  const written = Object.fromEntries(Object.entries(origin).filter(([key]) => !leftOut.includes(key)));
  const overrides = [
    ...overridesFor(place),
    ...isolation(place),
    ...dnsOverride(written),
    ...mailOverride(written),
    ...backupOverride(written),
    ...frontOverrides(written, place),
    ...postgresOverride(written, place),
  ];
  const forced = Object.fromEntries(overrides.map(({ key, to }) => [key.slice("chatkeep:".length), to]));
  const { imageSource, pluginSource } = place;
  return { settings: { ...written, imageSource, pluginSource, ...forced }, overrides };
}

/** A drill has real people's data: what it would send would reach them, and other servers. */
function isolation({ isolated }: ThrowawayPlace): readonly Override[] {
  if (!isolated) return [];
  return [
    { key: "chatkeep:isolated", to: true, why: "nothing may leave it: it has people's data" },
    { key: "chatkeep:federation", to: "closed", why: "other servers must hear from the real one only" },
  ];
}

function dnsOverride({ dns }: RawSettings): readonly Override[] {
  if (dns === undefined || dns === "none") return [];
  return [{ key: "chatkeep:dns", to: "none", why: "the real server keeps its records" }];
}

function mailOverride({ mail }: RawSettings): readonly Override[] {
  if (mail === undefined || mail === "off") return [];
  return [{ key: "chatkeep:mail", to: "off", why: "it writes to no real person" }];
}

function backupOverride({ backup }: RawSettings): readonly Override[] {
  if (backup === undefined || backup === "off") return [];
  return [{ key: "chatkeep:backup", to: "off", why: "the repository is for the real server's archives" }];
}

function postgresOverride({ postgresVersion: written = unwrittenPostgres }: RawSettings, place: ThrowawayPlace) {
  if (String(written) === String(place.postgresVersion)) return [];
  const why = "every archive is restored on the newest Postgres";
  return [{ key: "chatkeep:postgresVersion", to: place.postgresVersion, why }];
}

function frontOverrides(
  { publicPort, trustedProxies }: RawSettings,
  { httpsPort }: ThrowawayPlace,
): readonly Override[] {
  const why = "no web server is in front of it";
  return [
    ...(publicPort === undefined ? [] : [{ key: "chatkeep:publicPort", to: httpsPort, why }]),
    ...(trustedProxies === undefined ? [] : [{ key: "chatkeep:trustedProxies", to: [], why }]),
  ];
}

function overridesFor({ httpsPort, memoryMebibytes, isolated }: ThrowawayPlace): readonly Override[] {
  const always: readonly Override[] = [
    { key: "chatkeep:hostName", to: "localhost", why: "it is used on this machine only" },
    { key: "chatkeep:ports", to: { https: httpsPort, http: "off" }, why: "a free port" },
    { key: "chatkeep:bindAddress", to: "127.0.0.1", why: "only this machine may reach it" },
    { key: "chatkeep:tls", to: "internal", why: "it uses its own authority" },
    { key: "chatkeep:elementWeb", to: "off", why: "it has only one name" },
    { key: "chatkeep:calls", to: "off", why: "its networks have no egress for calls" },
    { key: "chatkeep:push", to: "off", why: "it sends no notifications" },
    { key: "chatkeep:throwaway", to: true, why: "its data and keys are deleted with it" },
  ];
  if (memoryMebibytes === null) return always;
  return [
    ...always,
    {
      key: "chatkeep:memory",
      to: `${memoryMebibytes} MiB`,
      why: isolated ? "its own share" : "the engine has no more memory",
    },
  ];
}
