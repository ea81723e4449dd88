import type Docker from "dockerode";
import { writeArchive } from "../../../airgap/docker/container/archive.ts";
import type { DeclaredContainer, DeclaredDocker } from "../../../bench/deploying/declared-docker.ts";
import { lastLogLines } from "../../../src/io/docker/container-logs.ts";

/** A container that ran to its end and stays. */
export interface Ended {
  readonly container: Docker.Container;
  readonly exitCode: number;
  readonly said: string;
}

/** Makes the volumes of a declared stack. */
export async function makeVolumes(engine: Docker, { volumes }: DeclaredDocker): Promise<void> {
  for (const { name, driver, labels } of volumes)
    await engine.createVolume({ Name: name, Driver: driver, Labels: labelsFrom(labels) });
}

/** Runs a declared stack's installer as Pulumi does: made, filled, started, awaited. */
export async function runInstaller(engine: Docker, installer: DeclaredContainer): Promise<Ended> {
  const { uploads, capabilities, securityOpts } = installer;
  const container = await make(engine, installer, {
    name: installer.name,
    Entrypoint: [...installer.entrypoints],
    HostConfig: { CapDrop: capabilities.drops, CapAdd: capabilities.adds, SecurityOpt: securityOpts },
  });
  const files = uploads.map(({ file, content }) => ({ path: file, mode: 0o644, content: Buffer.from(content) }));
  await container.putArchive(await writeArchive(files), { path: "/" });
  return end(engine, container);
}

/** Runs a shell script with a declared container's volumes where it has them, as its user. */
export async function runBeside(engine: Docker, declared: DeclaredContainer, script: string): Promise<string> {
  const ended = await end(engine, await make(engine, declared, { Entrypoint: ["sh", "-euc", script] }));
  await ended.container.remove();
  if (ended.exitCode !== 0) throw new Error(`The script ended with ${ended.exitCode}: ${ended.said}`);
  return ended.said;
}

function make(
  engine: Docker,
  { image, user, labels, volumes }: DeclaredContainer,
  { HostConfig, ...options }: Docker.ContainerCreateOptions,
): Promise<Docker.Container> {
  const binds = volumes.map(({ volumeName, containerPath, readOnly }) =>
    [volumeName, containerPath, readOnly ? "ro" : "rw"].join(":"),
  );
  return engine.createContainer({
    Image: image,
    User: user,
    Labels: labelsFrom(labels),
    Cmd: [],
    WorkingDir: "/",
    ...options,
    HostConfig: { NetworkMode: "none", Binds: binds, ...HostConfig },
  });
}

async function end(engine: Docker, container: Docker.Container): Promise<Ended> {
  await container.start();
  const { StatusCode } = await container.wait();
  return { container, exitCode: StatusCode, said: (await lastLogLines(engine, container.id, 100_000)).join("\n") };
}

function labelsFrom(labels: DeclaredContainer["labels"]): Record<string, string> {
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}
