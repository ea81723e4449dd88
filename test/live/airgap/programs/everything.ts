import type { Properties } from "../../../../airgap/table/plain.ts";
import { image, sleeper } from "../bench.ts";

const healthcheck = { tests: ["CMD", "/bin/busybox", "true"], interval: "1m30s", timeout: "2s", retries: 3 };
const tmpfsMount = { type: "tmpfs", target: "/mount", tmpfsOptions: { sizeBytes: 1_048_576 } };

/** The settings of a container that says something about nearly everything. */
export function everything(name: string): Properties {
  return sleeper(name, {
    envs: ["A=1", "B=2"],
    user: "1000:1000",
    groupAdds: ["12"],
    workingDir: "/tmp",
    hostname: "boxy",
    init: true,
    stopSignal: "SIGINT",
    stopTimeout: 5,
    restart: "unless-stopped",
    healthcheck,
    memory: 64,
    memorySwap: 64,
    cpus: "1.5",
    shmSize: 32,
    ulimits: [{ name: "nofile", soft: 1024, hard: 2048 }],
    sysctls: { "net.core.somaxconn": "100" },
    capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN"] },
    securityOpts: ["no-new-privileges:true"],
    readOnly: true,
    tmpfs: { "/tmp": "size=1m,mode=1777" },
    mounts: [tmpfsMount],
    logDriver: "json-file",
    logOpts: { "max-size": "10m" },
    hosts: [{ host: "elsewhere", ip: "10.0.0.1" }],
    dns: ["10.0.0.2"],
    ports: [{ internal: 80, ip: "127.0.0.1" }],
    destroyGraceSeconds: 1,
  });
}

/** What another value of a property does to such a container; one that is null is no longer written. */
export type Change = { readonly to: Properties; readonly does: "nothing" | "update" | "replace" };

const replacing: readonly Properties[] = [
  { name: "another" },
  { image: `${image}-other` },
  { command: ["/bin/busybox", "sleep", "601"] },
  { entrypoints: ["/bin/busybox"] },
  { envs: ["A=1"] },
  { user: "0" },
  { groupAdds: [] },
  { workingDir: "/" },
  { hostname: "other" },
  { stopSignal: "SIGTERM" },
  { stopTimeout: 6 },
  { cpus: "0.5" },
  { shmSize: 64 },
  { ulimits: [{ name: "nofile", soft: 1024, hard: 4096 }] },
  { ulimits: null },
  { sysctls: null },
  { capabilities: { drops: ["ALL"] } },
  { capabilities: null },
  { securityOpts: [] },
  { readOnly: false },
  { readOnly: null },
  { mounts: [{ ...tmpfsMount, target: "/other" }] },
  { logDriver: "local" },
  { logOpts: null },
  { hosts: null },
  { dns: ["10.0.0.3"] },
  { ports: [{ internal: 81, ip: "127.0.0.1" }] },
  { ports: null },
  { networkMode: "none" },
  { networksAdvanced: [{ name: "bridge" }] },
  { volumes: [{ volumeName: "some", containerPath: "/some" }] },
  { uploads: [{ file: "/some", content: "text" }] },
  { labels: [{ label: "other", value: "label" }] },
  { tty: true },
  { stdinOpen: true },
];

const updating: readonly Properties[] = [
  { restart: "no" },
  { memory: 65 },
  { memory: null },
  { memorySwap: 65 },
  { memorySwap: null },
  { memoryReservation: 32 },
  { cpuShares: 512 },
  { cpuSet: "0" },
  { maxRetryCount: 3 },
  { healthcheck: { ...healthcheck, interval: "2s" } },
  { tmpfs: { "/tmp": "size=2m" } },
  { tmpfs: null },
  { init: false },
  { wait: true },
  { waitTimeout: 61 },
  { attach: true },
  { logs: true },
  { mustRun: false },
  { start: false },
  { rm: true },
  { removeVolumes: false },
  { destroyGraceSeconds: 2 },
];

const leftAlone: readonly Properties[] = [
  { envs: ["B=2", "A=1"] },
  { command: null },
  { envs: null },
  { user: null },
  { workingDir: null },
  { hostname: null },
  { stopSignal: null },
  { stopTimeout: null },
  { shmSize: null },
  { securityOpts: null },
  { healthcheck: null },
  { labels: null },
  { labels: [] },
  { logDriver: null },
  { init: null },
];

/** What the official provider does with each change; ours must do the same. */
export const changes: readonly Change[] = [
  ...replacing.map((to) => ({ to, does: "replace" }) as const),
  ...updating.map((to) => ({ to, does: "update" }) as const),
  ...leftAlone.map((to) => ({ to, does: "nothing" }) as const),
];
