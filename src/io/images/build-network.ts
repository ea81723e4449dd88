import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type Docker from "dockerode";
import { mirrorsOf, proxiesOf } from "./build-arguments.ts";
import { readEngineEvents } from "./engine-events.ts";
import type { ImageOptions, LocalImage } from "./local-image.ts";

/** Where a recipe's commands run: on a network of the engine, or on its machine's own, where they also reach what listens on loopback there. */
export type BuildNetwork = "default" | "host";

/** The machine's own network only where nothing else does: a proxy or mirror on its loopback, or an engine whose containers do not reach the packages. */
export function chooseBuildNetwork(mirrors: readonly string[], reaches: boolean): BuildNetwork {
  return reaches && !mirrors.some(isOnLoopback) ? "default" : "host";
}

function isOnLoopback(mirror: string): boolean {
  return /(^|[/@,|\s])(localhost|127(\.\d+){3}|\[::1\])(?=[:/,|\s]|$)/i.test(mirror);
}

const asked = new WeakMap<Docker, Promise<BuildNetwork>>();

/** The network to build on, asked of each engine once. `context` is the build's folder. */
export function buildNetwork(
  engine: Docker,
  image: LocalImage,
  context: string,
  options: ImageOptions,
): Promise<BuildNetwork> {
  const known = asked.get(engine) ?? findNetwork(engine, image, context, options);
  asked.set(engine, known);
  return known;
}

async function findNetwork(engine: Docker, image: LocalImage, context: string, { onProgress }: ImageOptions) {
  const mirrors = mirrorsOf(process.env);
  const reaches = chooseBuildNetwork(mirrors, true) === "default" && (await reachesPackages(engine, image, context));
  const network = chooseBuildNetwork(mirrors, reaches);
  const where =
    network === "host"
      ? "the network of the engine's machine, because containers cannot reach them"
      : "a network of the engine";
  onProgress({ image: image.local, action: "build", text: `packages are downloaded over ${where}` });
  return network;
}

const file = "network.Dockerfile";

/** Whether Debian's package lists are available from there, through the configured proxies; takes at most a minute. */
const question =
  "timeout 60 apt-get update -o Acquire::Retries=0 -o Acquire::http::Timeout=10 -o Acquire::https::Timeout=10 -o APT::Update::Error-Mode=any";

async function reachesPackages(engine: Docker, image: LocalImage, context: string): Promise<boolean> {
  const start = image.base === null ? "FROM scratch\nADD rootfs.tar /" : `FROM ${image.base.local}`;
  await writeFile(join(context, file), `${start}\nLABEL chatkeep.build-stage=${image.name}\nRUN ${question}\n`);
  const src = image.base === null ? [file, "rootfs.tar"] : [file];
  const how = { dockerfile: file, networkmode: "default", nocache: true, rm: true, forcerm: true };
  const stream = await engine.buildImage({ context, src }, { ...how, buildargs: { ...proxiesOf(process.env) } });
  return readEngineEvents(stream, () => undefined).then(
    () => true,
    () => false,
  );
}
