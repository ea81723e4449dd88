import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import { writeArchive } from "../../../airgap/docker/container/archive.ts";
import type { Properties } from "../../../airgap/table/plain.ts";
import { connectEngine } from "../../../src/io/docker/engine.ts";
import { installWhereMissing } from "../../support/debian-package.ts";
import { type Existing, type Kind, ProviderProcess } from "./provider-process.ts";

/** Where the tests' own containers run. */
export const engine = connectEngine(process.env.DOCKER_HOST);

/** The tests' own image: one static busybox, under two names. */
export const image = `chatkeep-conformance/busybox:${process.pid}`;

const busybox = "/bin/busybox";
/** Marks what these tests make. */
export const label = { label: "chatkeep.conformance", value: String(process.pid) };

/** Makes the tests' image on the engine. */
export async function makeImage(): Promise<void> {
  await installWhereMissing(busybox, "busybox-static");
  const content = readFileSync(busybox);
  const files = [busybox, "/bin/sh"].map((path) => ({ path, mode: 0o755, content }));
  const [repo, tag] = image.split(":");
  const answer = await engine.importImage(Readable.from([await writeArchive(files)]), { repo, tag });
  for await (const _ of answer); // the engine is done when it has said all
}

/** Starts a provider for the tests of a file, beside their image. */
export async function startOnBench(binary: Parameters<typeof ProviderProcess.start>[0]): Promise<ProviderProcess> {
  await makeImage();
  return await ProviderProcess.start(binary);
}

/** Ends it, and removes all that the tests left. */
export async function endOnBench(provider: ProviderProcess | undefined): Promise<void> {
  await provider?.stop();
  await sweep();
}

/** A name of this run's own. */
export function named(what: string): string {
  return `chatkeep-conformance-${process.pid}-${what}`;
}

/** What every container here has: it sleeps, and stops at once. */
export function sleeper(name: string, more: Properties = {}): Properties {
  const command = ["/bin/busybox", "sleep", "600"];
  return { name: named(name), image, command, labels: [label], destroyGraceSeconds: 0, ...more };
}

/** A container that runs a few lines of shell, is waited for, and whose words are kept. */
export function oneShot(name: string, script: string, more: Properties = {}): Properties {
  const once = { mustRun: false, attach: true, logs: true };
  return { name: named(name), image, entrypoints: ["/bin/sh", "-ec", script], labels: [label], ...once, ...more };
}

/** Removes all that this run left: containers, networks, volumes, the image. */
export async function sweep(): Promise<void> {
  const containers = await engine.listContainers({ all: true, filters: { label: [`${label.label}=${label.value}`] } });
  await Promise.all(containers.map(({ Id }) => engine.getContainer(Id).remove({ force: true, v: true })));
  const networks = await engine.listNetworks({ filters: { name: [named("")] } });
  await Promise.all(networks.map(({ Id }) => engine.getNetwork(Id).remove()));
  const { Volumes } = await engine.listVolumes({ filters: { name: [named("")] } });
  await Promise.all(Volumes.map(({ Name }) => engine.getVolume(Name).remove()));
  await engine.getImage(image).remove({ force: true });
}

/** Creates something for the time of one test. */
export async function using(
  provider: ProviderProcess,
  kind: Kind,
  inputs: Properties,
  test: (existing: Existing) => Promise<void>,
): Promise<void> {
  const existing = await provider.create(kind, inputs);
  try {
    await test(existing);
  } finally {
    await provider.remove(kind, existing);
  }
}
