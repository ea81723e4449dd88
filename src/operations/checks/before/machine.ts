import { formatSize, inMebibytes, mebibytes } from "../../../kinds/size.ts";
import { portsOf, writtenBinding, writtenPort } from "../../try/ports.ts";
import { portTakenBy } from "../../up/capacity.ts";
import { fine, warning, wrong } from "../finding.ts";
import { ofMachine } from "../for-facts.ts";
import { freePools } from "./address-pools.ts";
import { authorityReach } from "./reach.ts";

/** Older engines lack what containers are started with (Docker Engine API before 1.41). */
const oldestEngine = [20, 10] as const;

/** The checks of every `up`: the engine, its memory, its ports, its disk. */
export const machineChecks = [
  ofMachine({
    id: "engine.version",
    title: "the Docker engine is new enough",
    why: "Older engines do not support how the containers are hardened.",
    refuses: "first",
    observe: ({ engine }) => engine,
    judge: ({ version }) => {
      const [major = 0, minor = 0] = version.split(".").map(Number);
      const [oldest, oldestMinor] = oldestEngine;
      if (major > oldest || (major === oldest && minor >= oldestMinor)) return fine(`engine ${version}`);
      return wrong(`the engine is ${version}`, `Update Docker to ${oldest}.${oldestMinor} or newer.`);
    },
    unseenAdvice: "Start the engine (systemctl start docker), or name it with DOCKER_HOST.",
  }),
  ofMachine({
    id: "engine.memory",
    title: "the machine has the memory of chatkeep:memory",
    why: "Without it, the kernel kills Synapse or Postgres under load.",
    refuses: "always",
    observe: ({ engine }) => engine,
    judge: ({ memoryBytes }, { settings: { memory } }) => {
      const whole = mebibytes(Math.floor(memoryBytes / 2 ** 20));
      if (memory <= memoryBytes) return fine(`${formatSize(memory)} of ${inMebibytes(whole)} MiB`);
      return wrong(
        `chatkeep:memory is ${formatSize(memory)}, but the engine has only ${inMebibytes(whole)} MiB`,
        "Lower chatkeep:memory, or use a machine with more memory.",
      );
    },
  }),
  ofMachine({
    id: "engine.limits",
    title: "the engine can limit the memory of containers",
    why: "Otherwise one service can use all memory, and the kernel kills any program.",
    observe: ({ engine }) => engine,
    judge: ({ limits }) => {
      if (limits.memory && limits.swap) return fine("memory and swap");
      if (limits.memory)
        return warning(
          "the kernel does not limit swap: a container at its memory limit continues in swap, slowly",
          "Add `swapaccount=1` to the kernel's command line and restart the machine, or switch swap off.",
        );
      return warning(
        "the kernel has no memory controller for containers: memory limits have no effect",
        "Add `cgroup_enable=memory swapaccount=1` to the kernel's command line and restart the machine.",
      );
    },
  }),
  ofMachine({
    id: "engine.addresses",
    title: "the engine has addresses for the server's networks",
    why: "Each network needs its own address range, and the engine has about thirty.",
    refuses: "first",
    observe: ({ engine }) => engine,
    judge: ({ pools, networks }, { plan }) => {
      const used = networks.flatMap(({ subnets }) => subnets);
      const free = freePools(pools, used);
      const isMissing = ({ name }: { readonly name: string }) => !networks.some((each) => each.name === name);
      const wanted = Object.values(plan.networks).filter(isMissing).length;
      if (free >= wanted) return fine(free >= 64 ? "for 64 networks or more" : `for ${free} networks`);
      return wrong(
        `it has addresses for ${free} more networks, but the server needs ${wanted}`,
        "Remove unused networks (docker network prune), or give it more ranges (default-address-pools in /etc/docker/daemon.json) and restart it.",
      );
    },
  }),
  ofMachine({
    id: "engine.forwarding",
    title: "the machine forwards packets to containers",
    why: "Without forwarding, no published port answers from outside.",
    refuses: "first",
    observe: ({ engine }) => engine,
    judge: ({ forwards }) =>
      forwards
        ? fine("net.ipv4.ip_forward is on")
        : wrong(
            "net.ipv4.ip_forward is 0",
            "Switch it on permanently:  echo net.ipv4.ip_forward=1 > /etc/sysctl.d/60-docker.conf && sysctl --system",
          ),
  }),
  ofMachine({
    id: "engine.processors",
    title: "the machine has the processors of chatkeep:processors",
    why: "The connection pools depend on this number.",
    observe: ({ engine }) => engine,
    judge: ({ processors }, { settings }) => {
      if (settings.processors <= processors) return fine(`${settings.processors} of ${processors}`);
      return warning(
        `chatkeep:processors is ${settings.processors}, but the engine has ${processors}. The server works, but slower than possible`,
        `Set chatkeep:processors to ${processors}.`,
      );
    },
  }),
  ofMachine({
    id: "ports.containers",
    title: "no other container uses the server's ports",
    why: "The proxy could not start.",
    refuses: "always",
    observe: ({ engine }) => engine,
    judge: ({ published }, { plan }) => {
      const taken = portsOf(plan).flatMap((port) => {
        const by = portTakenBy(port, plan.stack, published);
        return by === null ? [] : [`Port ${writtenPort(port)} is used by the container ${by}`];
      });
      if (taken.length === 0) return fine("none");
      return wrong(taken.join("; "), "Set another port in chatkeep:ports or chatkeep:calls, or stop that container.");
    },
  }),
  ofMachine({
    id: "ports.free",
    title: "no other program uses the server's ports",
    why: "The proxy could not start.",
    refuses: "first",
    observe: ({ taken }) => taken,
    judge: (taken) => {
      const [first] = taken;
      if (first === undefined) return fine("none");
      const named = taken.map(({ port, ...binding }) => writtenBinding({ ...binding, external: port }));
      return wrong(
        `another program uses ${named.join(" and ")}`,
        `Find the program:  ss -l${first.protocol[0]}np 'sport = :${first.port}'  Stop it (often nginx or apache2), or set another port in chatkeep:ports or chatkeep:calls.`,
      );
    },
    unseenAdvice: "Run `npx chatkeep doctor` on the server itself.",
  }),
  ofMachine({
    id: "engine.disk",
    title: "the disk has free space",
    why: "On a full disk, the database stops and no file can be uploaded.",
    refuses: "first",
    observe: ({ disk }) => disk,
    judge: ({ folder, freeBytes, totalBytes }) => {
      const found = `${gibibytes(freeBytes)} of ${gibibytes(totalBytes)} GiB are free below ${folder}`;
      if (freeBytes < leastFree)
        return wrong(found, "Free at least 2 GiB. `docker system df` shows what uses the space.");
      if (freeBytes < wishedFree) return warning(found, "Plan for more: the files that members send are stored here.");
      return fine(found);
    },
    unseenAdvice: "Check on that machine:  df -h /var/lib/docker",
  }),
  authorityReach,
];

/** Images, an empty database and room for its log (`max_wal_size` is at least a gibibyte). */
const leastFree = 2 * 2 ** 30;
const wishedFree = 10 * 2 ** 30;

function gibibytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
