import type { WrongBefore } from "../wrong-world.ts";
import { engine, seen } from "./changes-before.ts";

/** What can be wrong before there is a server, as `src/operations/checks/before/machine.ts` judges it. */
export const beforeMachine: readonly WrongBefore[] = [
  {
    title: "another program uses port 443",
    server: "public",
    otherwise: { taken: seen([{ port: 443, address: "0.0.0.0", protocol: "tcp" }]) },
    found: { "ports.free": "wrong" },
    advice: /ss -ltnp 'sport = :443'/,
  },
  {
    title: "another program uses port 80",
    server: "public",
    otherwise: { taken: seen([{ port: 80, address: "0.0.0.0", protocol: "tcp" }]) },
    found: { "ports.free": "wrong" },
    advice: /sport = :80/,
  },
  {
    title: "the ports cannot be tried, because the engine is elsewhere",
    server: "public",
    otherwise: { taken: { unseen: "the engine is on another machine" } },
    found: { "ports.free": "unknown" },
    advice: /on the server itself/,
  },
  {
    title: "another container has port 443",
    server: "public",
    otherwise: engine({
      published: [{ port: 443, address: "0.0.0.0", protocol: "tcp", container: "nginx", stack: null }],
    }),
    found: { "ports.containers": "wrong" },
    advice: /stop that container/,
  },
  {
    title: "the engine is too old",
    server: "public",
    otherwise: engine({ version: "19.03.15" }),
    found: { "engine.version": "wrong" },
    advice: /Update Docker/,
  },
  {
    title: "the engine does not answer",
    server: "public",
    otherwise: {
      engine: { unseen: "connect ENOENT /var/run/docker.sock" },
      missingImages: { unseen: "connect ENOENT /var/run/docker.sock" },
    },
    found: {
      "engine.version": "unknown",
      "engine.memory": "unknown",
      "engine.limits": "unknown",
      "engine.addresses": "unknown",
      "engine.forwarding": "unknown",
      "engine.processors": "unknown",
      "ports.containers": "unknown",
      "images.source": "unknown",
    },
    advice: /systemctl start docker/,
  },
  {
    title: "the machine has less memory than is declared",
    server: "public",
    otherwise: engine({ memoryBytes: 2 ** 30 }),
    found: { "engine.memory": "wrong" },
    advice: /chatkeep:memory/,
  },
  {
    title: "the kernel holds no container to its memory",
    server: "internal",
    otherwise: engine({ limits: { memory: false, swap: false } }),
    found: { "engine.limits": "warning" },
    advice: /cgroup_enable=memory swapaccount=1/,
  },
  {
    title: "the kernel counts no swap of containers",
    server: "internal",
    otherwise: engine({ limits: { memory: true, swap: false } }),
    found: { "engine.limits": "warning" },
    advice: /swapaccount=1/,
  },
  {
    title: "the engine has no addresses left",
    server: "public",
    otherwise: engine({ networks: [{ name: "others", subnets: ["172.16.0.0/12", "192.168.0.0/16"] }] }),
    found: { "engine.addresses": "wrong" },
    advice: /docker network prune/,
  },
  {
    title: "the machine passes no packets on",
    server: "public",
    otherwise: engine({ forwards: false }),
    found: { "engine.forwarding": "wrong" },
    advice: /net.ipv4.ip_forward=1/,
  },
  {
    title: "the machine has fewer processors than are declared",
    server: "internal",
    otherwise: engine({ processors: 1 }),
    found: { "engine.processors": "warning" },
    advice: /chatkeep:processors to 1/,
  },
  {
    title: "the disk is full",
    server: "internal",
    otherwise: { disk: seen({ folder: "/var/lib/docker", freeBytes: 0, totalBytes: 80e9 }) },
    found: { "engine.disk": "wrong" },
    advice: /Free at least 2 GiB/,
  },
  {
    title: "the disk is nearly full",
    server: "internal",
    otherwise: { disk: seen({ folder: "/var/lib/docker", freeBytes: 4e9, totalBytes: 80e9 }) },
    found: { "engine.disk": "warning" },
    advice: /Plan for more/,
  },
];
