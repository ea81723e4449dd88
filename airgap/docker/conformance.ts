import type { Plain } from "../table/plain.ts";
import type { Effect, UsedProperty } from "../table/used-property.ts";

type Rows = Readonly<Record<string, UsedProperty>>;

/** Every property that the program writes on a container (stacks/components/service.ts and installer.ts). */
const container: Rows = {
  name: seen("replaces", "refused early"),
  image: seen("replaces", "refused"),
  user: seen("replaces", "nothing", ""),
  entrypoints: seen("replaces", "nothing", []),
  command: seen("replaces", "nothing"),
  workingDir: seen("replaces", "nothing", ""),
  stopSignal: seen("replaces", "nothing", ""),
  stopTimeout: seen("replaces", "nothing", 0),
  readOnly: seen("replaces", "replaces", false),
  capabilities: seen("replaces", "replaces", null),
  "capabilities.adds": seen("replaces", "replaces", []),
  "capabilities.drops": seen("replaces", "replaces", []),
  securityOpts: seen("replaces", "nothing", []),
  ulimits: kept("replaces", "replaces", []),
  "ulimits[].name": kept("replaces", "refused"),
  "ulimits[].soft": kept("replaces", "refused"),
  "ulimits[].hard": kept("replaces", "refused"),
  shmSize: seen("replaces", "nothing", 64),
  logDriver: seen("replaces", "nothing", "json-file"),
  logOpts: kept("replaces", "replaces", null),
  labels: kept("replaces", "nothing", []),
  "labels[].label": kept("replaces", "refused"),
  "labels[].value": kept("replaces", "refused"),
  volumes: kept("replaces", "replaces", []),
  "volumes[].volumeName": kept("replaces", "refused early"),
  "volumes[].containerPath": kept("replaces", "refused early"),
  "volumes[].readOnly": kept("replaces", "replaces", false),
  uploads: kept("replaces", "replaces", []),
  "uploads[].file": kept("replaces", "refused"),
  "uploads[].content": kept("replaces", "refused early"),
  networkMode: seen("replaces", "replaces", "bridge"),
  networksAdvanced: kept("replaces", "replaces", []),
  "networksAdvanced[].name": kept("replaces", "refused"),
  "networksAdvanced[].aliases": kept("replaces", "replaces", []),
  ports: kept("replaces", "replaces", []),
  "ports[].internal": kept("replaces", "refused"),
  "ports[].external": kept("replaces", "nothing"),
  "ports[].ip": kept("replaces", "replaces", "0.0.0.0"),
  "ports[].protocol": kept("replaces", "nothing", "tcp"),
  memory: seen("in place", "state alone", 0),
  memorySwap: seen("in place", "state alone", 0),
  restart: seen("in place", "in place", "no"),
  mustRun: kept("in place", "in place", true),
  healthcheck: seen("state alone", "nothing", null),
  "healthcheck.tests": seen("state alone", "state alone"),
  "healthcheck.interval": seen("state alone", "state alone", "0s"),
  "healthcheck.timeout": seen("state alone", "state alone", "0s"),
  "healthcheck.startPeriod": seen("state alone", "state alone", "0s"),
  "healthcheck.retries": seen("state alone", "state alone", 0),
  tmpfs: seen("state alone", "state alone", null),
  wait: kept("state alone", "state alone", false),
  waitTimeout: kept("state alone", "nothing", 60),
  attach: kept("state alone", "state alone", false),
  logs: kept("state alone", "state alone", false),
  destroyGraceSeconds: kept("state alone", "state alone", 0),
};

const network: Rows = {
  name: seen("replaces", "refused early"),
  driver: seen("replaces", "nothing", "bridge"),
  internal: seen("replaces", "nothing", false),
  options: seen("replaces", "nothing", {}),
  labels: seen("replaces", "replaces", []),
  "labels[].label": seen("replaces", "refused"),
  "labels[].value": seen("replaces", "refused"),
};

const volume: Rows = {
  name: seen("replaces", "refused early"),
  driver: seen("replaces", "nothing", "local"),
  labels: seen("replaces", "replaces", []),
  "labels[].label": seen("replaces", "refused"),
  "labels[].value": seen("replaces", "refused"),
};

/**
 * Every property that the program writes, and what becomes of it. `ports[].ip` is a part of each port. A new property without
 * a row fails test/pulumi/properties.test.ts; each row is held against an engine in test/live/airgap/properties.test.ts.
 */
export const usedProperties = {
  "container:Container": container,
  "network:Network": network,
  "volume:Volume": volume,
} as const;

/** A property whose value the engine shows. */
function seen(changed: Effect, removed: UsedProperty["removed"], preset?: Plain): UsedProperty {
  return { changed, removed, preset, shown: "by the engine" };
}

/** A property that only the state remembers. */
function kept(changed: Effect, removed: UsedProperty["removed"], preset?: Plain): UsedProperty {
  return { changed, removed, preset, shown: "by the state alone" };
}
