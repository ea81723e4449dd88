import type { EngineFacts } from "../../../src/io/docker/engine-facts.ts";
import type { StackObservation } from "../../../src/io/docker/observations.ts";
import { pathsOf } from "../../../src/io/machine/paths.ts";
import type { PulumiState, RememberedResource } from "../../../src/io/pulumi/state.ts";
import type { KeyFacts } from "../../../src/operations/keys/key-steps.ts";
import { nothingLeft, type Seen } from "../../../src/operations/up/seen.ts";
import type { Goal } from "../../../src/operations/up/up.ts";
import { decidePlan } from "../../../src/plan/decide.ts";
import { exampleSettings } from "../../plan/example-settings.ts";

/** The paths of the stack `acme` on a made-up machine. */
export const paths = pathsOf("acme", { XDG_STATE_HOME: "/state", XDG_CACHE_HOME: "/cache", HOME: "/home/ana" });

/** What `up` is to reach in these tests. */
export const goal: Goal = {
  plan: decidePlan("acme", exampleSettings({ tls: "internal" })),
  paths,
  embedded: null,
  chosen: {},
};

/** A stack whose key is where it belongs. */
export const settledKeys: KeyFacts = {
  stackFile: "with key",
  salt: true,
  copy: true,
  pendingKey: false,
  passphrase: true,
};

/** A machine that has never run the stack. */
export const newKeys: KeyFacts = {
  stackFile: "without key",
  salt: false,
  copy: false,
  pendingKey: false,
  passphrase: false,
};

/** An engine without resources of the stack. */
export const emptyEngine: StackObservation = { containers: [], networks: [], volumes: [] };

/** The services of every stack. */
const services = Object.keys(goal.plan.services);

/** An engine with nothing on it, on a machine that can do all that is wanted. */
export const goodEngine: EngineFacts = {
  version: "28.1.0",
  machine: { name: "chat", kernel: "6.1.0" },
  limits: { memory: true, swap: true },
  forwards: true,
  pools: null,
  networks: [{ name: "bridge", subnets: ["172.17.0.0/16"] }],
  memoryBytes: 8e9,
  processors: 4,
  dataFolder: "/var/lib/docker",
  published: [],
};

/** A server with everything that a server can have. */
const everything = decidePlan(
  "acme",
  exampleSettings({
    tls: "internal",
    addresses: { ipv4: "203.0.113.7" },
    calls: "on",
    backup: { repository: "/srv/chatkeep" },
  }),
);

/** As `docker inspect` says it: an old engine adds the container's id to what it is called. */
function placesOf(role: string): StackObservation["containers"][number]["networks"] {
  const networks = everything.services[role]?.networks ?? [];
  return networks.map(({ role: name }) => {
    return { network: `chatkeep-acme-${name}`, id: `id of ${name}`, aliases: ["0123456789ab", role] };
  });
}

/** A container that runs well, on the networks of the service that its id names. */
export function container(id: string, name = `chatkeep-acme-${id}`): StackObservation["containers"][number] {
  const health = { status: "healthy", lastOutput: "" } as const;
  return {
    id,
    name,
    role: id,
    image: "synapse:v1.2.3",
    state: { kind: "running", since: "2026-11-01T00:00:00Z", health },
    restarts: 0,
    killedForMemory: false,
    networks: placesOf(id),
  };
}

/** A resource as Pulumi remembers it. */
export function remembered(
  kind: "container" | "volume" | "network",
  id: string,
  name = id,
  kept = false,
): RememberedResource {
  const type = `docker:index/${kind}:${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
  return { urn: `urn:pulumi:acme::chatkeep::${type}::${name}`, type, id, name, protected: kept };
}

/** A state that remembers these. */
export function state(
  resources: readonly RememberedResource[] = [],
  pendingCreations: readonly RememberedResource[] = [],
  pendingDeletions: readonly RememberedResource[] = [],
): PulumiState {
  return { resources, salt: null, pendingCreations, pendingDeletions };
}

/** A stack that runs as planned, changed by what a test is about. */
export function seen(differences: Partial<Seen> = {}): Seen {
  return {
    keys: settledKeys,
    state: state(services.map((role) => remembered("container", role))),
    engine: { ...emptyEngine, containers: services.map((role) => container(role)) },
    ownership: { kind: "own", unknown: [] },
    clusterVersion: goal.plan.postgresVersion,
    leftovers: nothingLeft,
    missingImages: [],
    artifacts: { authority: true, stackFileCopy: true },
    passage: { kind: "through" },
    changes: [],
    ...differences,
  };
}
