import type Docker from "dockerode";
import { type ExecResult, execIn } from "../../../src/io/docker/container-exec.ts";
import { connectEngine } from "../../../src/io/docker/engine.ts";
import { nameOf } from "../../../src/plan/names.ts";
import { type MainRole, mainRoles, type ServiceRole } from "../../../src/plan/plan.ts";

/** The containers that stay in every stack. */
export const roles = mainRoles;

/** Which engine, and which stack on it. */
export interface Place {
  readonly name: string;
  /** As DOCKER_HOST has it; null is what this machine's environment says. */
  readonly dockerHost: string | null;
}

/** The engine a stack is on. */
export function engineOf({ dockerHost }: Pick<Place, "dockerHost">): Docker {
  return connectEngine(dockerHost ?? process.env.DOCKER_HOST);
}

/** What the engine says about one service's container. */
export function inspectService(place: Place, role: ServiceRole): Promise<Docker.ContainerInspectInfo> {
  return engineOf(place).getContainer(nameOf(place.name, role)).inspect();
}

/** The containers' ids by service: another id is another container. */
export async function containerIds(place: Place): Promise<Readonly<Record<MainRole, string>>> {
  const [postgres, synapse, proxy] = await Promise.all(roles.map((role) => inspectService(place, role)));
  return { postgres: postgres?.Id ?? "", synapse: synapse?.Id ?? "", proxy: proxy?.Id ?? "" };
}

/** When the containers were started: a restart keeps the id and changes this. */
export async function startTimes(place: Place): Promise<readonly string[]> {
  return Promise.all(roles.map(async (role) => (await inspectService(place, role)).State.StartedAt));
}

/** What a command in a service's container prints; fails with what it complained of. */
export async function printedIn(place: Place, role: ServiceRole, ...words: readonly string[]): Promise<string> {
  const result = await tryIn(place, role, ...words);
  if (result.exitCode === 0) return result.stdout;
  throw new Error(`\`${words.join(" ")}\` in ${role} ended with ${result.exitCode}: ${result.stderr}`);
}

/** Runs a command in a service's container, however it ends. */
export function tryIn(place: Place, role: ServiceRole, ...words: readonly string[]): Promise<ExecResult> {
  return execIn(engineOf(place), nameOf(place.name, role), words);
}

/** The names of all that an engine has of a stack: containers, networks and volumes. */
export async function leftOnEngine(place: Place): Promise<readonly string[]> {
  const engine = engineOf(place);
  const filters = { label: [`chatkeep.stack=${place.name}`] };
  const [containers, networks, { Volumes }] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listNetworks({ filters }),
    engine.listVolumes({ filters: JSON.stringify(filters) }),
  ]);
  return [...containers.flatMap(({ Names }) => Names), ...[...networks, ...Volumes].map(({ Name }) => Name)];
}
