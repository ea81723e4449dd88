import type { DeclaredContainer, DeclaredDocker } from "./declared-docker.ts";
import { connectWords, createWords, networkWords, volumeWords } from "./docker-arguments.ts";

/**
 * Bare shell scripts that do with the `docker` command line alone what the program declares, one command after the other as a
 * careful person would write them: the same installer first, then the proxy beside Postgres, then Synapse once Postgres is
 * healthy. Health is asked for with `docker inspect` every 0.2 seconds, and the end is a 200 of /_matrix/client/versions
 * through the proxy. `files` is a folder with the installer's uploads.
 */
export function firstUpScript({ networks, volumes, installer, services }: DeclaredDocker, files: string): string {
  const { postgres, synapse, proxy } = services;
  return script(
    ...networks.map((each) => docker(networkWords(each))),
    ...volumes.map((each) => docker(volumeWords(each))),
    says("networks and volumes are there"),
    ...install(installer, files),
    says("the installer has ended"),
    ...start(proxy),
    ...start(postgres),
    healthy(postgres),
    says("postgres is healthy"),
    ...start(synapse),
    healthy(synapse),
    healthy(proxy),
    says("synapse and the proxy are healthy"),
    answers(proxy),
  );
}

/** The bare way to change a setting of Synapse: judged by the installer first, then Synapse is made again. */
export function changeScript({ installer, services: { synapse, proxy } }: DeclaredDocker, files: string): string {
  return script(
    ...install(installer, files),
    docker(["stop", synapse.name]),
    docker(["rm", synapse.name]),
    ...start(synapse),
    healthy(synapse),
    answers(proxy),
  );
}

/** The bare way to take a stack down whose data stays. */
export function destroyScript(
  { networks, installer, services }: DeclaredDocker,
  installers: readonly string[],
): string {
  const { postgres, synapse, proxy } = services;
  const configuration = installer.volumes.filter(({ containerPath }) => containerPath.startsWith("/cfg/"));
  const names = [proxy, synapse, postgres].map(({ name }) => name);
  return script(
    ...names.map((name) => docker(["stop", name])),
    docker(["rm", ...names, ...installers]),
    docker(["network", "rm", ...networks.map(({ name }) => name)]),
    docker(["volume", "rm", ...configuration.map(({ volumeName }) => volumeName)]),
  );
}

function script(...lines: readonly string[]): string {
  return ["set -eu", ...lines, ""].join("\n");
}

/** A line that a profile is read from. */
function says(what: string): string {
  return `echo ${quote(what)} >&2`;
}

function install(installer: DeclaredContainer, files: string): readonly string[] {
  return [
    docker(createWords(installer)),
    docker(["cp", `${files}/.`, `${installer.name}:/`]),
    docker(["start", "--attach", installer.name]),
  ];
}

function start(declared: DeclaredContainer): readonly string[] {
  return [createWords(declared), ...connectWords(declared), ["start", declared.name]].map(docker);
}

function healthy({ name }: DeclaredContainer): string {
  const ask = "docker inspect --format '{{.State.Health.Status}}'";
  return `until [ "$(${ask} ${quote(name)})" = healthy ]; do sleep 0.2; done`;
}

function answers({ ports: [https] }: DeclaredContainer): string {
  const url = `https://localhost:${https?.external}/_matrix/client/versions`;
  return `until curl --silent --insecure --fail --output /dev/null ${url}; do sleep 0.2; done`;
}

function docker(words: readonly string[]): string {
  return `${["docker", ...words].map(quote).join(" ")} > /dev/null`;
}

/** A word as the shell reads it back (POSIX shell, 2.2.2). */
function quote(word: string): string {
  return /^[\w./:=@,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
