import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import type Docker from "dockerode";
import { writeArchive } from "../../../airgap/docker/container/archive.ts";
import { runVariable } from "../../../src/io/machine/processes.ts";
import { until } from "../../../src/io/machine/until.ts";
import { labelsOf, nameOf } from "../../../src/plan/names.ts";

/** Where a test plants what is to be found, and how all of it is taken away again, the last first. */
export interface Ground {
  readonly engine: Docker;
  readonly stack: string;
  /** An image that the engine has, with a shell. */
  readonly image: string;
  readonly undo: (() => Promise<unknown>)[];
}

/** What a planted container is made with beside its words. */
type ContainerOptions = Pick<Docker.ContainerCreateOptions, "Labels" | "HostConfig" | "Image">;

/** Takes all that was planted away. */
export async function clear({ undo }: Ground): Promise<void> {
  for (let last = undo.pop(); last !== undefined; last = undo.pop()) await last();
}

/** A container that no stack owns, and is not started. */
export async function plainContainer(
  { engine, image, undo }: Ground,
  words: readonly string[],
  options: ContainerOptions = {},
): Promise<Docker.Container> {
  const container = await engine.createContainer({
    Image: image,
    User: "0:0",
    Entrypoint: [...words],
    Cmd: [],
    ...options,
    HostConfig: { NetworkMode: "none", ...options.HostConfig },
  });
  undo.push(() => container.remove({ force: true }));
  return container;
}

/** A container that carries the stack's labels. */
export function stackContainer(ground: Ground, words: readonly string[], options: ContainerOptions = {}) {
  const labels = { ...labelsOf(ground.stack, "planted"), ...options.Labels };
  return plainContainer(ground, words, { ...options, Labels: labels });
}

/** What the container of the stack is called that was planted. */
export async function nameOfContainer(container: Docker.Container): Promise<string> {
  return (await container.inspect()).Name.slice(1);
}

/** An image that is a container as it stands, with these notes about it. */
export async function imageOf(
  { engine, undo }: Ground,
  container: Docker.Container,
  notes: { readonly author?: string; readonly comment?: string },
): Promise<string> {
  const { Id } = await container.commit(notes);
  undo.push(() => engine.getImage(Id).remove({ force: true }));
  return Id;
}

/** Runs words in a container of the stack that finds a text at /planted, to their end. */
export async function runWithText(
  ground: Ground,
  text: string,
  words: readonly string[],
  options: ContainerOptions = {},
): Promise<Docker.Container> {
  const container = await stackContainer(ground, words, options);
  const archive = await writeArchive([{ path: "planted", mode: 0o400, content: Buffer.from(text) }]);
  await container.putArchive(archive, { path: "/" });
  await container.start();
  const { StatusCode } = await container.wait();
  if (StatusCode !== 0) throw new Error(`\`${words.join(" ")}\` ended with ${StatusCode}.`);
  return container;
}

/** The volume that holds the proxy's configuration, open to writing. */
export function writableConfiguration({ stack }: Ground): ContainerOptions {
  return { HostConfig: { Binds: [`${nameOf(stack, "configuration-proxy")}:/cfg/proxy`] } };
}

/** A process in a container of the stack that goes on until it is taken away; its number is the one on the engine's machine. */
export async function processIn(
  ground: Ground,
  words: readonly string[],
  environment: readonly string[],
): Promise<{ readonly name: string; readonly pid: number }> {
  const container = await stackContainer(ground, ["sleep", "600"]);
  await container.start();
  const exec = await container.exec({ Cmd: [...words], Env: [...environment] });
  await exec.start({ Detach: true });
  const pid = await until("process in the container", async () => (await exec.inspect()).Pid || null);
  return { name: await nameOfContainer(container), pid };
}

/** A process on this machine that carries the mark of a run and waits until it is taken away. */
export async function processHere(
  { undo }: Pick<Ground, "undo">,
  { words = [], environment = {} }: { readonly words?: readonly string[]; readonly environment?: NodeJS.ProcessEnv },
): Promise<ChildProcess> {
  const env = { PATH: process.env.PATH, [runVariable]: "planted", ...environment };
  const child = spawn("sh", ["-c", "read -r line", ...words], { env, stdio: ["pipe", "ignore", "ignore"] });
  await once(child, "spawn");
  undo.push(async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  });
  return child;
}

/** A file that is there until it is taken away. */
export async function fileAt({ undo }: Pick<Ground, "undo">, path: string, text: string | Buffer): Promise<void> {
  undo.push(() => rm(path, { force: true }));
  await writeFile(path, text, { flag: "wx", mode: 0o600 });
}
