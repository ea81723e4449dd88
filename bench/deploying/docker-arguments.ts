import type { DeclaredContainer, DeclaredNetwork, DeclaredVolume } from "./declared-docker.ts";

type Words = readonly string[];

/** `docker network create` for a declared network. */
export function networkWords({ name, driver, internal, options = {}, labels }: DeclaredNetwork): Words {
  const flags = [...each("--opt", pairs(options)), ...each("--label", labelPairs(labels))];
  return ["network", "create", "--driver", driver, ...(internal ? ["--internal"] : []), ...flags, name];
}

/** `docker volume create` for a declared volume. */
export function volumeWords({ name, driver, labels }: DeclaredVolume): Words {
  return ["volume", "create", "--driver", driver, ...each("--label", labelPairs(labels)), name];
}

/** `docker create` for a declared container, on the first of its networks: engines before 25 take one. */
export function createWords(declared: DeclaredContainer): Words {
  const [program = "", ...first] = declared.entrypoints;
  const flags = [
    ...identity(declared),
    ...limits(declared),
    ...storage(declared),
    ...reach(declared),
    ...life(declared),
  ];
  return ["create", ...flags, "--entrypoint", program, declared.image, ...first, ...declared.command];
}

/** `docker network connect` for each further network. */
export function connectWords({ name, networksAdvanced: [, ...further] }: DeclaredContainer): readonly Words[] {
  return further.map((network) => ["network", "connect", ...each("--alias", network.aliases), network.name, name]);
}

function identity({ name, user, workingDir, labels }: DeclaredContainer): Words {
  return ["--name", name, "--user", user, "--workdir", workingDir, ...each("--label", labelPairs(labels))];
}

function limits(declared: DeclaredContainer): Words {
  const { capabilities, securityOpts, memory, memorySwap, shmSize, ulimits } = declared;
  return [
    ...each("--cap-drop", capabilities.drops),
    ...each("--cap-add", capabilities.adds),
    ...each("--security-opt", securityOpts),
    ...["--memory", `${memory}m`, "--memory-swap", `${memorySwap}m`],
    ...(shmSize === undefined ? [] : ["--shm-size", `${shmSize}m`]),
    ...ulimits.flatMap(({ name, soft, hard }) => ["--ulimit", `${name}=${soft}:${hard}`]),
  ];
}

function storage({ readOnly = false, tmpfs, volumes }: DeclaredContainer): Words {
  const mounts = volumes.map(({ volumeName, containerPath, readOnly: isReadOnly = false }) =>
    [volumeName, containerPath, ...(isReadOnly ? ["ro"] : [])].join(":"),
  );
  const folders = Object.entries(tmpfs).map(([path, options]) => `${path}:${options}`);
  return [...(readOnly ? ["--read-only"] : []), ...each("--tmpfs", folders), ...each("--volume", mounts)];
}

function reach({ networkMode, networksAdvanced: [first], ports }: DeclaredContainer): Words {
  const published = ports.map(({ ip, external, internal, protocol }) => `${ip}:${external}:${internal}/${protocol}`);
  if (first === undefined) return networkMode === undefined ? [] : ["--network", networkMode];
  return ["--network", first.name, ...each("--network-alias", first.aliases), ...each("--publish", published)];
}

function life({ restart, stopSignal, stopTimeout, healthcheck, logDriver, logOpts }: DeclaredContainer): Words {
  return [
    ...["--restart", restart, "--log-driver", logDriver, ...each("--log-opt", pairs(logOpts))],
    ...(stopSignal === undefined ? [] : ["--stop-signal", stopSignal]),
    ...(stopTimeout === undefined ? [] : ["--stop-timeout", String(stopTimeout)]),
    ...(healthcheck === undefined ? [] : healthWords(healthcheck)),
  ];
}

function healthWords(check: NonNullable<DeclaredContainer["healthcheck"]>): Words {
  const [, ...command] = check.tests; // the first is CMD
  return [
    ...["--health-cmd", command.join(" "), "--health-interval", check.interval, "--health-timeout", check.timeout],
    ...["--health-start-period", check.startPeriod, "--health-retries", String(check.retries)],
  ];
}

function each(flag: string, values: Words): Words {
  return values.flatMap((value) => [flag, value]);
}

function pairs(record: Readonly<Record<string, string>>): Words {
  return Object.entries(record).map(([name, value]) => `${name}=${value}`);
}

function labelPairs(labels: DeclaredVolume["labels"]): Words {
  return labels.map(({ label, value }) => `${label}=${value}`);
}
