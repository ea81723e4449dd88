import type Docker from "dockerode";
import { execIn } from "../../src/io/docker/container-exec.ts";
import { lastLogLines } from "../../src/io/docker/container-logs.ts";
import { until } from "../../src/io/machine/until.ts";
import { nameOf } from "../../src/plan/names.ts";
import { engineOf, inspectService, type Place } from "./stack/engine.ts";

/** A second container on the volume of a stack's Postgres. */
export interface Rival {
  readonly name: string;
  readonly container: Docker.Container;
  /** How it ended and its last words, once it has ended. */
  ended(): Promise<{ readonly exitCode: number; readonly log: string }>;
  remove(): Promise<void>;
}

/** What a rival does otherwise than the stack's own Postgres. */
export interface Otherwise {
  readonly entryPoint?: readonly string[];
  readonly words?: readonly string[];
  readonly restart?: "no" | "unless-stopped";
}

/**
 * Makes, and does not start, a container with the image, the mounts, the user and the entry point of a stack's Postgres, as by
 * hand. It carries the stack's label, so that it is swept with it.
 */
export async function rivalOf(place: Place, otherwise: Otherwise = {}): Promise<Rival> {
  const { Config, HostConfig } = await inspectService(place, "postgres");
  const engine = engineOf(place);
  const name = nameOf(place.name, "rival");
  const container = await engine.createContainer({
    name,
    Image: Config.Image,
    User: Config.User,
    WorkingDir: Config.WorkingDir,
    Entrypoint: [...(otherwise.entryPoint ?? [Config.Entrypoint ?? []].flat())],
    Cmd: [...(otherwise.words ?? [])],
    Labels: Config.Labels,
    HostConfig: {
      Mounts: HostConfig.Mounts ?? [],
      Binds: HostConfig.Binds ?? [],
      Tmpfs: HostConfig.Tmpfs,
      NetworkMode: "none",
      RestartPolicy: { Name: otherwise.restart ?? "no" },
    },
  });
  const ended = () =>
    until("end of the second Postgres", async () => {
      const { State } = await container.inspect();
      if (State.Running || State.Restarting || State.Status === "created") return null;
      return { exitCode: State.ExitCode, log: (await lastLogLines(engine, container.id, 30)).join("\n") };
    });
  return { name, container, ended, remove: () => container.remove({ force: true, v: true }) };
}

/** Whether a Postgres in this container answers a query on Synapse's database. */
export async function serves(place: Place, container: string): Promise<boolean> {
  const query = ["psql", "-XAtc", "SELECT 1", "-h", "/run/postgresql", "-U", "postgres", "synapse"];
  const answer = await execIn(engineOf(place), container, query).catch(() => null);
  return answer?.exitCode === 0;
}
