import type Docker from "dockerode";
import { unlessMissing } from "./engine-answers.ts";

/** What the engine has of one stack, found by its label. */
export interface StackObservation {
  readonly containers: readonly ObservedContainer[];
  readonly networks: readonly ObservedNetwork[];
  readonly volumes: readonly ObservedVolume[];
}

/** One container as it is. */
export interface ObservedContainer {
  readonly id: string;
  readonly name: string;
  /** From the label `chatkeep.role`. */
  readonly role: string;
  readonly image: string;
  readonly state: ContainerState;
  /** How often the engine started it again after it had ended by itself (Docker, `RestartCount`). */
  readonly restarts: number;
  /** Whether it last ended because it used all the memory it may (`OOMKilled`). */
  readonly killedForMemory: boolean;
  /** The networks it is on, and what it is called there. */
  readonly networks: readonly ObservedAttachment[];
}

/** A container's place on one network. */
export interface ObservedAttachment {
  readonly network: string;
  readonly id: string;
  readonly aliases: readonly string[];
}

/** What a container does; `health` is null where it has no health check. */
export type ContainerState =
  | { readonly kind: "running"; readonly since: string; readonly health: Health | null }
  | { readonly kind: "paused" }
  | { readonly kind: "restarting"; readonly exitCode: number }
  | { readonly kind: "ended"; readonly exitCode: number; readonly at: string }
  | { readonly kind: "other"; readonly word: string };

/** What a container's health check says, and its last words. */
export interface Health {
  readonly status: "healthy" | "starting" | "unhealthy";
  readonly lastOutput: string;
}

/** One network as it is. */
export interface ObservedNetwork {
  readonly id: string;
  readonly name: string;
}

/** One volume as it is. */
export interface ObservedVolume {
  readonly name: string;
  /** The stack that its label names; null where it has none, and only its name is one of the stack's. */
  readonly stack: string | null;
}

/** The label everything of a stack carries. */
export const stackLabel = "chatkeep.stack";

/** Observes everything of a stack on the engine: by its label, volumes by their names too, since the engine takes a name that exists for the same volume. */
export async function observeStack(engine: Docker, stack: string): Promise<StackObservation> {
  const filters = { label: [`${stackLabel}=${stack}`] };
  const [containers, networks, labelled, namesakes] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listNetworks({ filters }),
    volumesWith(engine, filters),
    volumesWith(engine, { name: [`chatkeep-${stack}-`] }),
  ]);
  const inspected = await Promise.all(containers.map(({ Id }) => observeContainer(engine, Id)));
  const volumes = [...labelled, ...namesakes.filter((each) => isNamesake(each, stack))];
  return {
    containers: inspected.flat().sort(byName),
    networks: networks.map(({ Id, Name }) => ({ id: Id, name: Name })),
    // Engines from 26 on list volumes in another order each time.
    volumes: [...new Map(volumes.map((volume) => [volume.name, volume])).values()].sort(byName),
  };
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name.localeCompare(other.name);
}

/**
 * Whether a name is one of the stack's own: the last part is what a volume is for, one word. `chatkeep-team-two-postgres` is not
 * one of the stack `team`, though it begins alike.
 */
function isNamesake({ name }: ObservedVolume, stack: string): boolean {
  return new RegExp(`^chatkeep-${stack}-[a-z]+$`).test(name);
}

async function volumesWith(
  engine: Docker,
  filters: Readonly<Record<string, readonly string[]>>,
): Promise<readonly ObservedVolume[]> {
  const { Volumes } = await engine.listVolumes({ filters: JSON.stringify(filters) });
  return Volumes.map(({ Name, Labels }) => ({ name: Name, stack: Labels?.[stackLabel] ?? null }));
}

/** Empty when the container went away meanwhile. */
async function observeContainer(engine: Docker, id: string): Promise<readonly ObservedContainer[]> {
  const found = await unlessMissing(engine.getContainer(id).inspect());
  if (found === null) return [];
  const { Id, Name, Config, State, RestartCount, NetworkSettings } = found;
  const role = Config.Labels["chatkeep.role"] ?? "";
  return [
    {
      id: Id,
      name: Name.replace(/^\//, ""),
      role,
      image: Config.Image,
      state: stateOf(State),
      restarts: RestartCount,
      killedForMemory: State.OOMKilled,
      networks: attachmentsOf(NetworkSettings),
    },
  ];
}

function attachmentsOf({ Networks }: Docker.ContainerInspectInfo["NetworkSettings"]): readonly ObservedAttachment[] {
  return Object.entries(Networks ?? {}).map(([network, { NetworkID, Aliases }]) => {
    return { network, id: NetworkID, aliases: Aliases ?? [] };
  });
}

function stateOf(state: Docker.ContainerInspectInfo["State"]): ContainerState {
  if (state.Paused) return { kind: "paused" }; // which counts as running beside it
  if (state.Restarting) return { kind: "restarting", exitCode: state.ExitCode };
  if (state.Running) return { kind: "running", since: state.StartedAt, health: healthOf(state.Health) };
  if (state.Status === "exited") return { kind: "ended", exitCode: state.ExitCode, at: state.FinishedAt };
  return { kind: "other", word: state.Status };
}

function healthOf(health: Docker.ContainerInspectInfo["State"]["Health"]): Health | null {
  const status = health?.Status;
  if (status !== "healthy" && status !== "starting" && status !== "unhealthy") return null;
  return { status, lastOutput: health?.Log?.at(-1)?.Output.trim() ?? "" };
}
