import type Docker from "dockerode";
import type { Secret } from "../kinds/secret.ts";
import {
  type ExecBytes,
  type ExecResult,
  execBytes,
  execIn,
  feedIn,
  fileIn,
  filesIn,
} from "./docker/container-exec.ts";
import { followLog, lastLogLines } from "./docker/container-logs.ts";
import { unlessMissing, unlessStatus } from "./docker/engine-answers.ts";
import { type EngineFacts, engineFacts, missingImages } from "./docker/engine-facts.ts";
import { observeStack, type StackObservation } from "./docker/observations.ts";
import { type Database, type DatabaseRole, databaseIn } from "./postgres/database.ts";
import { type SynapseOperator, synapseOperator, type Waiting } from "./synapse/operator.ts";

/** The engine, as far as one stack needs it; local or remote makes no difference. */
export interface StackEngine {
  /** Everything that carries the stack's label, and volumes that carry its names. */
  observe(): Promise<StackObservation>;
  facts(): Promise<EngineFacts>;
  missingImages(images: readonly string[]): Promise<readonly string[]>;
  /** Stops it first, as gently as it was made to be stopped. Removing what is gone already is no error. */
  removeContainer(id: string): Promise<void>;
  /** Has one run that was stopped. One that runs stays as it is (Engine API, "Start a container", 304). */
  startContainer(id: string): Promise<void>;
  removeNetwork(id: string): Promise<void>;
  removeVolume(name: string): Promise<void>;
  /** Of one that is paused. */
  resumeContainer(id: string): Promise<void>;
  /** By the network's id: on old engines two can have one name. */
  joinNetwork(networkId: string, container: string, alias: string): Promise<void>;
  leaveNetwork(networkId: string, container: string): Promise<void>;
  /** The last lines of a container's log; empty when there is no such container. */
  lastLogLines(container: string, count: number): Promise<readonly string[]>;
  /** Gives each line of a log until the container ends or the signal comes. */
  followLog(
    container: string,
    options: { readonly lines: number; readonly signal: AbortSignal },
    onLine: (line: string) => void,
  ): Promise<void>;
  /** A file in a container; null when there is none. */
  fileIn(container: string, path: string): Promise<string | null>;
  /** The files of a folder in a container by their name; none where there is no such folder. */
  filesIn(container: string, folder: string): Promise<Readonly<Record<string, string>>>;
  /** `onLine` gets each line that it says on standard error, as it comes. */
  execIn(container: string, args: readonly string[], onLine?: (line: string) => void): Promise<ExecResult>;
  /** The same for a command that prints bytes. */
  execBytes(container: string, args: readonly string[]): Promise<ExecBytes>;
  /** The same for a command that reads all of its standard input; null where the container is not there, or does not run. */
  feedIn(container: string, args: readonly string[], input: Uint8Array): Promise<ExecResult | null>;
  /** Synapse's HTTP interface inside its container, as the operator where a token is given; `say` is told what is waited for. */
  synapse(container: string, token: Secret | null, say?: Waiting["say"]): SynapseOperator;
  /** Synapse's database, in the container of Postgres, as its superuser where no other role is named. */
  database(container: string, role?: DatabaseRole): Database;
}

/** The real one. */
export function stackEngine(engine: Docker, stack: string): StackEngine {
  return {
    observe: () => observeStack(engine, stack),
    facts: () => engineFacts(engine),
    missingImages: (images) => missingImages(engine, images),
    removeContainer: (id) => stopAndRemove(engine, id),
    startContainer: async (id) => void (await unlessStatus([304], engine.getContainer(id).start())),
    removeNetwork: async (id) => void (await unlessMissing(engine.getNetwork(id).remove())),
    removeVolume: async (name) => void (await unlessMissing(engine.getVolume(name).remove())),
    resumeContainer: async (id) => void (await engine.getContainer(id).unpause()),
    joinNetwork: async (networkId, Container, alias) =>
      void (await engine.getNetwork(networkId).connect({ Container, EndpointConfig: { Aliases: [alias] } })),
    leaveNetwork: async (networkId, Container) =>
      void (await engine.getNetwork(networkId).disconnect({ Container, Force: true })),
    lastLogLines: (container, count) => lastLogLines(engine, container, count),
    followLog: (container, options, onLine) => followLog(engine, container, options, onLine),
    fileIn: (container, path) => fileIn(engine, container, path),
    filesIn: (container, folder) => filesIn(engine, container, folder),
    execIn: (container, args, onLine) => execIn(engine, container, args, onLine && byLine(onLine)),
    execBytes: (container, args) => execBytes(engine, container, args),
    feedIn: (container, args, input) => unlessStatus([404, 409], feedIn(engine, container, args, input)),
    synapse: (container, token, say) => synapseOperator(engine, container, token, say),
    database: (container, role = "postgres") => databaseIn(engine, container, role),
  };
}

/** Cuts what comes into lines; what has no end yet waits for it. */
function byLine(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest = "";
  return (chunk) => {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  };
}

/** Stopping takes the container's own signal and grace; 304 is one that does not run (Engine API, "Stop a container"). Its nameless volumes go with it. */
async function stopAndRemove(engine: Docker, id: string): Promise<void> {
  const container = engine.getContainer(id);
  await unlessStatus([304, 404], container.stop());
  await unlessStatus([404], container.remove({ force: true, v: true }));
}
